import type { LanguageId, SyntaxNode } from '../../../tree/syntax-tree.js';
import { stringContent } from '../../pattern/significant-children.js';
import type { SourceFile } from '../../source-file.js';
import { calleeName, callLabels, textKinds } from './call-labels.js';
import {
  barrier,
  credentialAddress,
  filling,
  fillsFirst,
  fillsOthers,
  label,
  labelSources,
  listener,
  readingInto,
  secretPath,
  writtenPath,
} from './labels.js';
import { identifierKinds, isAccessed, Variables } from './variables.js';

interface Edge {
  readonly targets: readonly number[];
  readonly from: readonly SyntaxNode[];
  readonly bits: number;
}

const rounds = 6;
const implicit: ReadonlySet<LanguageId> = new Set<LanguageId>(['rust', 'ruby']);
/** Nodes visited in one file: beyond it what is known so far stands. */
const stepBudget = 1_500_000;
const accesses =
  /^(?:attribute|member_expression|selector_expression|member_access_expression|field_expression|conditional_access_expression)$/;
const cache = new WeakMap<SourceFile, ValueLabels>();

/**
 * Where the values of a program come from, without regard to order: an expression carries the labels of every variable,
 * call and literal in it, a variable those of everything assigned to it, a parameter those of its arguments and of the
 * object that calls the function back. Coarser than the flow engine (which proves), and so used only for the verdict,
 * where a chain through sockets, callbacks, lists and decoders must not be lost. Linear but for the few rounds until
 * nothing changes.
 */
export class ValueLabels {
  private readonly own: Uint16Array;
  private readonly key: Int32Array;
  private readonly skip: Int32Array;
  /** By slot of `variables`. */
  private readonly bits: number[] = [];
  private readonly variables: Variables;
  private readonly edges: Edge[] = [];
  private steps = stepBudget;
  /** What flows where is read when the first label is asked for. */
  private connected = false;

  static of(file: SourceFile): ValueLabels {
    let found = cache.get(file);
    if (!found) cache.set(file, (found = new ValueLabels(file)));
    return found;
  }

  private constructor(private readonly file: SourceFile) {
    const { nodes } = file.tree;
    this.own = new Uint16Array(nodes.length);
    this.key = new Int32Array(nodes.length).fill(-1);
    this.skip = new Int32Array(nodes.length);
    this.variables = new Variables(file);
    for (const node of nodes) this.describe(node);
  }

  /** Whether anything in the file has one of the labels of itself: without, nothing can have been given it. */
  has(wanted: number): boolean {
    return this.own.some((bits) => (bits & wanted) !== 0);
  }

  /** The labels of an expression. */
  labels(node: SyntaxNode): number {
    if (!this.connected) {
      this.connected = true;
      for (const one of this.file.tree.nodes) this.connect(one);
      this.settle();
    }
    return this.labelsNow(node);
  }

  private labelsNow(node: SyntaxNode): number {
    let found = 0;
    for (let id = node.id; id < node.subtreeEnd; id += 1) {
      if ((this.steps -= 1) < 0) break;
      found |= this.own[id] ?? 0;
      const key = this.key[id] ?? -1;
      if (key >= 0) found |= this.bits[key] ?? 0;
      const end = this.skip[id] ?? 0;
      if (end > 0 && id !== node.id) id = end - 1;
    }
    return found;
  }

  /** The called name with imports resolved, or the end of the callee's text. */
  callee(call: SyntaxNode): string {
    return calleeName(this.file, call);
  }

  arguments(call: SyntaxNode): readonly SyntaxNode[] {
    const list = this.file.field(call, 'arguments') ?? (call.kind === 'macro_invocation' ? call.children.at(-1) : null);
    return list ? this.file.named(list) : [];
  }

  /** The object whose method is called. */
  receiver(call: SyntaxNode): SyntaxNode | null {
    const { file } = this;
    const callee = file.field(call, 'function');
    if (!callee) return file.field(call, 'object');
    if (!accesses.test(callee.kind)) return null;
    return file.field(callee, 'object') ?? file.field(callee, 'argument') ?? file.field(callee, 'value');
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
    } else if (file.grammar.calls.has(node.kind)) {
      const callee = this.callee(node);
      const last = /(\w+)$/.exec(callee)?.[1] ?? '';
      if (barrier.test(last)) this.skip[node.id] = node.subtreeEnd;
      for (const source of labelSources[file.tree.language] ?? [])
        // A socket of the machine itself brings nobody else's words.
        if (
          source.callee.test(callee) &&
          !/\b(?:AF|PF)_(?:UNIX|LOCAL)\b|["']unix["']/.test(file.text(node).slice(0, 200))
        )
          this.own[node.id] = (this.own[node.id] ?? 0) | source.bits;
      this.own[node.id] = (this.own[node.id] ?? 0) | callLabels(file, node, callee, this.arguments(node));
    } else if (file.grammar.functions.has(node.kind)) {
      const call = node.parent?.parent;
      if (!call || !(call.kind === 'new_expression' && this.callee(call).endsWith('Promise')))
        this.skip[node.id] = node.subtreeEnd;
    } else if (node.kind === 'attribute' && file.text(node) === 'os.environ' && !isAccessed(file, node)) {
      this.own[node.id] = label.environment;
    } else if (node.kind === 'cast_expression' && /^\(char\)[^;]{0,80}\^/.test(file.text(node).slice(0, 120))) {
      this.own[node.id] = label.decoded;
    } else if (node.kind === 'subscript' && /^sys\.argv\[0\]$/.test(file.text(node).slice(0, 20))) {
      this.own[node.id] = label.itself;
    }
  }

  private connect(node: SyntaxNode): void {
    const { file } = this;
    if (file.grammar.calls.has(node.kind)) return this.connectCall(node);
    if (node.kind === 'return_statement' || node.kind === 'yield') {
      const fn = file.enclosingFunction(node);
      if (fn) this.returns(fn, node);
      return;
    }
    if (file.grammar.functions.has(node.kind)) {
      const body = file.field(node, 'body');
      if (!body) return;
      // What a function ends with is what it answers: of one expression, or in Rust and Ruby.
      const last = file.named(body).at(-1);
      if (!file.grammar.blocks.has(body.kind)) this.returns(node, body);
      else if (last && implicit.has(file.tree.language)) this.returns(node, last);
      return;
    }
    if (node.kind === 'decorated_definition') {
      const fn = file.field(node, 'definition');
      const marks = node.children.filter((child) => child.kind === 'decorator');
      if (fn) this.edge(this.variables.parameters(fn).flat(), marks);
      return;
    }
    if (file.grammar.classes.has(node.kind)) {
      const heritage = file.text(node).slice(0, 200).split(/[{:]/, 1)[0] ?? '';
      if (listener.test(heritage))
        for (const fn of file.descendants(node, file.grammar.functions))
          this.edge(
            this.variables
              .parameters(fn)
              .flat()
              .filter((one) => file.text(one) !== 'self'),
            [],
            label.received,
          );
      return;
    }
    if (node.kind === 'as_pattern') {
      const [value, alias] = file.named(node);
      if (value && alias) this.edge(this.variables.names(alias), [value]);
      return;
    }
    const given = file.field(node, 'value');
    const left =
      file.field(node, 'left') ??
      (given ? (file.field(node, 'name') ?? file.field(node, 'pattern') ?? file.field(node, 'declarator')) : null);
    const right = file.field(node, 'right') ?? file.field(node, 'value');
    if (!left || !right || node.kind === 'binary_expression' || node.kind === 'keyword_argument') return;
    this.edge(this.roots(left), [right]);
    if (file.grammar.functions.has(right.kind)) this.edge(this.variables.parameters(right).flat(), [left]);
    else if (right.kind === 'identifier')
      for (const fn of this.variables.functionsNamed(file.text(right)))
        this.edge(this.variables.parameters(fn).flat(), [left]);
  }

  private returns(fn: SyntaxNode, value: SyntaxNode): void {
    const name = this.variables.nameOf(fn);
    if (name !== undefined) this.edges.push({ targets: [this.variables.slot(`-1:${name}`)], from: [value], bits: 0 });
  }

  /** What an assignment to the expression changes: the variable, or the one whose member it is. */
  private roots(left: SyntaxNode): readonly SyntaxNode[] {
    if (identifierKinds.has(left.kind)) return [left];
    const object =
      this.file.field(left, 'object') ??
      this.file.field(left, 'value') ??
      this.file.field(left, 'array') ??
      this.file.field(left, 'argument');
    if (!object) return this.variables.names(left);
    if (/^(?:\$?this|self)$/.test(this.file.text(object))) return this.file.named(left).slice(-1);
    return this.roots(object);
  }

  private connectCall(call: SyntaxNode): void {
    const { file } = this;
    const list = this.arguments(call);
    const callee = this.callee(call);
    const last = /([\w$]+)$/.exec(callee)?.[1] ?? '';
    const receiver = this.receiver(call);
    const calleeNode = file.field(call, 'function') ?? file.field(call, 'object');
    const givers = [
      ...(calleeNode ? [calleeNode] : []),
      ...list.filter((one) => !file.grammar.functions.has(one.kind)),
    ];
    const path = writtenPath(last, list);
    if (path) this.edge(this.roots(path), [], label.written);
    const [first, ...others] = list;
    if (first && fillsFirst.test(last)) this.edge(this.roots(first), others);
    if (first && !receiver && fillsOthers.test(last))
      for (const one of others) this.edge(this.roots(one), [first], this.own[call.id] ?? 0);
    if (receiver && filling.test(last)) this.edge(this.roots(receiver), list);
    if (receiver && readingInto.test(last)) for (const one of list) this.edge(this.roots(one), [receiver]);
    for (const [index, fn] of this.variables
      .functionsNamed(last)
      .flatMap((one) => this.variables.parameters(one).map((p, i) => [i, p] as const))) {
      const given = list[file.tree.language === 'python' && receiver ? index - 1 : index];
      if (given) this.edge(fn, [given]);
    }
    for (const one of list) {
      const value =
        one.kind === 'keyword_argument' || one.kind === 'argument' ? (file.field(one, 'value') ?? one) : one;
      if (!value) continue;
      const functions = file.grammar.functions.has(value.kind)
        ? [value]
        : this.variables.functionsNamed(/([\w$]+)$/.exec(file.text(value).slice(-40))?.[1] ?? '');
      for (const fn of functions) this.edge(this.variables.parameters(fn).flat(), givers, this.own[call.id] ?? 0);
    }
  }

  private edge(targets: readonly SyntaxNode[], from: readonly SyntaxNode[], bits = 0): void {
    const keys = targets.map((one) => this.key[one.id] ?? -1).filter((key) => key >= 0);
    if (keys.length > 0) this.edges.push({ targets: keys, from, bits });
  }

  private settle(): void {
    for (let round = 0; round < rounds; round += 1) {
      let changed = false;
      for (const { targets, from, bits } of this.edges) {
        const found = from.reduce((all, node) => all | this.labelsNow(node), bits);
        for (const key of targets) {
          const before = this.bits[key] ?? 0;
          if ((before | found) === before) continue;
          this.bits[key] = before | found;
          changed = true;
        }
      }
      if (!changed) return;
    }
  }
}
