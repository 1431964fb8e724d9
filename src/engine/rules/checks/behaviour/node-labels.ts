import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { stringContent } from '../../pattern/significant-children.js';
import type { SourceFile } from '../../source-file.js';
import { callLabels, textKinds } from './call-labels.js';
import { argumentsOf, calleeName } from './calls.js';
import { barrier, credentialAddress, diskPath, label, labelSources, secretPath } from './labels.js';
import { identifierKinds, isAccessed, type Variables } from './variables.js';

/** What each node of a file says by itself, before anything flows: labels, the variable it means, what it hides. */
export class NodeLabels {
  readonly own: Uint16Array;
  /** The slot of the variable that a node means, or -1. */
  readonly key: Int32Array;
  /** The end of a subtree whose labels are not those of the expression around it, or 0. */
  readonly skip: Int32Array;

  constructor(
    private readonly file: SourceFile,
    private readonly variables: Variables,
  ) {
    const { nodes } = file.tree;
    this.own = new Uint16Array(nodes.length);
    this.key = new Int32Array(nodes.length).fill(-1);
    this.skip = new Int32Array(nodes.length);
    for (const node of nodes) this.describe(node);
  }

  private readonly bitsOfCallees = new Map<string, number>();

  /** What a call of this name gives by itself; a file calls the same few hundred again and again. */
  private sourceBits(callee: string): number {
    let bits = this.bitsOfCallees.get(callee);
    if (bits === undefined) {
      bits = (labelSources[this.file.tree.language] ?? []).reduce(
        (all, source) => (source.callee.test(callee) ? all | source.bits : all),
        0,
      );
      this.bitsOfCallees.set(callee, bits);
    }
    return bits;
  }

  private describe(node: SyntaxNode): void {
    const { file } = this;
    // The key of an entry says nothing of the entry: a command picked from a fixed table is the table's.
    if (node.field === 'index' || (node.field === 'subscript' && node.parent?.kind === 'subscript')) {
      this.skip[node.id] = node.subtreeEnd;
      if (identifierKinds.has(node.kind)) return;
    }
    // PHP's `$this->name`: the property is the variable, not the object.
    if (
      node.field === 'property' &&
      node.kind === 'name' &&
      node.parent?.children[0] &&
      file.text(node.parent.children[0]) === '$this'
    ) {
      this.key[node.id] = this.variables.slot(`-1:${file.text(node)}`);
      return;
    }
    if (node.kind === 'variable_name' && file.text(node) === '$this') return;
    if (identifierKinds.has(node.kind)) {
      const isProperty =
        (node.field === 'attribute' ||
          node.field === 'field' ||
          (node.field === 'property' && node.parent?.kind === 'member_access_expression') ||
          (node.field === 'name' && node.parent?.kind === 'keyword_argument')) &&
        !/^(?:self|this)$/.test(node.parent?.children[0] ? file.text(node.parent.children[0]) : '');
      const isMethod = node.field === 'name' && node.parent?.kind === 'method_invocation';
      const name = file.text(node);
      if (name === '__filename' || name === '__file__' || name === '__FILE__') this.own[node.id] = label.itself;
      if (isProperty || (isMethod && !this.variables.isFunction(name))) return;
      this.key[node.id] = this.variables.keyOf(name, node);
    } else if (node.kind === 'property_identifier') {
      const object = node.parent ? file.field(node.parent, 'object') : null;
      const name = file.text(node);
      if (object?.kind === 'this' || this.variables.isFunction(name))
        this.key[node.id] = this.variables.slot(`-1:${name}`);
      if (object && name === 'env' && file.text(object) === 'process' && !isAccessed(file, node.parent))
        this.own[node.id] = label.environment;
    } else if (textKinds.has(node.kind)) {
      const text = node.end - node.start < 300 ? stringContent(file.text(node)) : '';
      if (secretPath.test(text)) this.own[node.id] = label.secret;
      else if (credentialAddress.test(text)) this.own[node.id] = label.metadata;
      else if (diskPath.test(text)) this.own[node.id] = label.disk;
    } else if (file.grammar.calls.has(node.kind)) {
      const callee = calleeName(file, node);
      const last = /(\w+)$/.exec(callee)?.[1] ?? '';
      if (barrier.test(last)) this.skip[node.id] = node.subtreeEnd;
      const bits = this.sourceBits(callee);
      // A socket of the machine itself brings nobody else's words.
      if (bits !== 0 && !/\b(?:AF|PF)_(?:UNIX|LOCAL)\b|["']unix["']/.test(file.text(node).slice(0, 200)))
        this.own[node.id] = (this.own[node.id] ?? 0) | bits;
      this.own[node.id] = (this.own[node.id] ?? 0) | callLabels(file, node, callee, argumentsOf(file, node));
    } else if (file.grammar.functions.has(node.kind)) {
      const call = node.parent?.parent;
      if (!call || !(call.kind === 'new_expression' && calleeName(file, call).endsWith('Promise')))
        this.skip[node.id] = node.subtreeEnd;
    } else if (node.kind === 'attribute' && file.text(node) === 'os.environ' && !isAccessed(file, node)) {
      this.own[node.id] = label.environment;
    } else if (node.kind === 'cast_expression' && /^\(char\)[^;]{0,80}\^/.test(file.text(node).slice(0, 120))) {
      this.own[node.id] = label.decoded;
    } else if (node.kind === 'subscript' && /^sys\.argv\[0\]$/.test(file.text(node).slice(0, 20))) {
      this.own[node.id] = label.itself;
    }
  }
}
