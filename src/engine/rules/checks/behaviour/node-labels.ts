import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { stringContent } from '../../pattern/significant-children.js';
import type { SourceFile } from '../../source-file.js';
import { callLabels, textKinds } from './call-labels.js';
import { accesses, argumentsOf, calleeName, receiverOf } from './calls.js';
import { labelSources } from './label-sources.js';
import {
  answersOnly,
  barrier,
  credentialAddress,
  diskPath,
  documentPath,
  keyDevice,
  label,
  secretPath,
  shellProgram,
} from './labels.js';
import { memberLabels } from './member-labels.js';
import { assembledPath, isPartOfPath } from './paths.js';
import { identifierKinds, isAccessed, type Variables } from './variables.js';

/** The slot of a file that the program names by its path. */
const fileSlot = (path: string): string => `-3:${path}`;

/** Kinds of the name in `object.name`, in the languages where it is not simply an identifier of its own. */
const methodNames = new Set(['identifier', 'field_identifier', 'name']);

/** What each node of a file says by itself, before anything flows: labels, the variable it means, what it hides. */
export class NodeLabels {
  readonly own: Uint16Array;
  /** The labels of all nodes together. */
  readonly any: number;
  /** The slot of the variable that a node means, or -1. */
  readonly key: Int32Array;
  /** The end of a subtree whose labels are not those of the expression around it, or 0. */
  readonly skip: Int32Array;

  /** Whether files are copied: then a path that is written out stands for what it holds. */
  private readonly copies: boolean;

  constructor(
    private readonly file: SourceFile,
    private readonly variables: Variables,
  ) {
    this.copies = file.holds(
      /\b(?:[cC]opy\w*|CopyFile[AW]?|cp|imwrite|save|screenshot|writeFile\w*|write_bytes|WriteAll\w+|open)\(/,
    );
    const { nodes } = file.tree;
    this.own = new Uint16Array(nodes.length);
    this.key = new Int32Array(nodes.length).fill(-1);
    this.skip = new Int32Array(nodes.length);
    for (const node of nodes) this.describe(node);
    this.any = this.own.reduce((all, bits) => all | bits, 0);
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
    if (
      (node.field === 'index' && !listsFolder(file, node)) ||
      (node.field === 'subscript' && node.parent?.kind === 'subscript')
    ) {
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
    if (methodNames.has(node.kind) && this.isCalledMethod(node)) {
      this.key[node.id] = this.variables.slot(`-1:${file.text(node)}`);
      return;
    }
    if (identifierKinds.has(node.kind)) {
      const isProperty =
        (node.field === 'attribute' ||
          node.field === 'field' ||
          (node.field === 'property' && node.parent?.kind === 'member_access_expression') ||
          (node.field === 'name' && node.parent?.kind === 'keyword_argument')) &&
        !/^(?:self|this)$/.test(node.parent?.children[0] ? file.text(node.parent.children[0]) : '');
      const isMethod = node.field === 'name' && node.parent?.kind === 'method_invocation';
      const name = file.text(node);
      if (/^\$_(?:POST|GET|REQUEST|COOKIE)$/.test(name)) this.own[node.id] = label.request;
      if (name === '__filename' || name === '__file__' || name === '__FILE__') this.own[node.id] = label.itself;
      if (isProperty || (isMethod && !this.variables.isFunction(name))) return;
      this.key[node.id] = this.variables.keyOf(name, node);
    } else if (node.kind === 'constant' && this.isOwnConstant(file.text(node))) {
      this.key[node.id] = this.variables.slot(`-1:${file.text(node)}`);
    } else if (node.kind === 'property_identifier') {
      const object = node.parent ? file.field(node.parent, 'object') : null;
      const name = file.text(node);
      if (object?.kind === 'this' || this.variables.isFunction(name))
        this.key[node.id] = this.variables.slot(`-1:${name}`);
      if (object && name === 'env' && file.text(object) === 'process' && !isAccessed(file, node.parent))
        this.own[node.id] = label.environment;
    } else if (textKinds.has(node.kind)) {
      // A piece says nothing of the path that it is part of.
      const text = node.end - node.start < 300 && !isPartOfPath(file, node) ? stringContent(file.text(node)) : '';
      this.own[node.id] =
        (this.own[node.id] ?? 0) | textLabels(text) | (file.tree.language === 'php' ? queryLabels(text) : 0);
      if (file.tree.language === 'rust') this.mentioned(node, text);
      else if (this.copies && text !== '' && text.length < 100) this.key[node.id] = this.variables.slot(fileSlot(text));
    } else if (file.grammar.calls.has(node.kind)) {
      const callee = calleeName(file, node);
      const last = /(\w+)$/.exec(callee)?.[1] ?? '';
      if (barrier.test(last)) this.skip[node.id] = node.subtreeEnd;
      if (answersOnly.test(last) || this.looksUp(node, last)) this.hideArguments(node);
      const bits = this.sourceBits(callee);
      // A socket of the machine itself brings nobody else's words.
      if (bits !== 0 && !/\b(?:AF|PF)_(?:UNIX|LOCAL)\b|["']unix["']/.test(file.text(node).slice(0, 200)))
        this.own[node.id] = (this.own[node.id] ?? 0) | bits;
      this.own[node.id] =
        (this.own[node.id] ?? 0) |
        callLabels(file, node, callee, argumentsOf(file, node)) |
        textLabels(assembledPath(file, node));
    } else if (file.grammar.functions.has(node.kind)) {
      const call = node.parent?.parent;
      if (!call || !(call.kind === 'new_expression' && calleeName(file, call).endsWith('Promise')))
        this.skip[node.id] = node.subtreeEnd;
    } else {
      this.own[node.id] = (this.own[node.id] ?? 0) | memberLabels(file, node) | textLabels(assembledPath(file, node));
    }
  }

  /** Ruby's constants are variables of the file where it gives them a value; else they are classes. */
  private isOwnConstant(name: string): boolean {
    return /^[A-Z][A-Z0-9_]+$/.test(name) && new RegExp(`\\b${name}\\s*=[^=]`).test(this.file.tree.source);
  }

  /** Whether the node names a method of the file's own that is called here: what the call gives is what the method answers. */
  private isCalledMethod(node: SyntaxNode): boolean {
    const access = node.parent;
    const call = access?.parent;
    if (!access || !call) return false;
    const isNamed = accesses.test(access.kind)
      ? access.field === 'function' && this.file.grammar.calls.has(call.kind)
      : access.kind === 'member_call_expression';
    if (!isNamed || !/^(?:attribute|field|name|property)$/.test(node.field ?? '')) return false;
    return this.variables.isFunction(this.file.text(node));
  }

  private hideArguments(call: SyntaxNode): void {
    const list = this.file.field(call, 'arguments');
    if (list) this.skip[list.id] = list.subtreeEnd;
  }

  /** `TABLE.get(key)`: what is found is the table's, whoever gave the key. */
  private looksUp(call: SyntaxNode, name: string): boolean {
    if (!/^(?:get|fetch|Get|TryGetValue|getOrDefault|GetValueOrDefault)$/.test(name)) return false;
    const table = receiverOf(this.file, call);
    if (table?.kind !== 'identifier' && table?.kind !== 'constant') return false;
    const written = this.file.text(table);
    let known = this.tables.get(written);
    if (known === undefined) {
      known = new RegExp(
        `\\b${written.replace(/\W/g, '')}\\s*(?::[^=\\n]{1,60})?=\\s*(?:\\{|new\\s+\\w*(?:Map|Dictionary)|Map\\.of|dict\\()`,
      ).test(this.file.tree.source);
      this.tables.set(written, known);
    }
    return known;
  }

  private readonly tables = new Map<string, boolean>();

  /** Rust's texts name the variables that are put into them: `"{home}/.ssh"`; two are followed. */
  private mentioned(node: SyntaxNode, text: string): void {
    const names = [...text.matchAll(/\{(\w+)(?::[^}]*)?\}/g)].map(([, name = '']) => name);
    for (const [at, place] of [node, node.children.find((one) => one.named)].entries()) {
      const name = names[at];
      if (place && name !== undefined) this.key[place.id] = this.variables.keyOf(name, node);
    }
  }
}

/** Ruby: `Dir['~/.ssh/*']` asks for what lies there. */
function listsFolder(file: SourceFile, index: SyntaxNode): boolean {
  return file.tree.language === 'ruby' && index.parent !== null && file.text(index.parent).startsWith('Dir[');
}

/** A query of the users' passwords; PHP's programs that log somebody in send nothing away. */
function queryLabels(text: string): number {
  return /\bFROM\s+\W?\w*users?\b/i.test(text) && /user_pass|passw/i.test(text) && !/WHERE/i.test(text)
    ? label.secret
    : 0;
}

/** What a text names. */
function textLabels(text: string): number {
  if (text === '') return 0;
  if (secretPath.test(text)) return label.secret;
  if (credentialAddress.test(text)) return label.metadata;
  if (diskPath.test(text)) return label.disk;
  if (keyDevice.test(text)) return label.captured;
  if (shellProgram.test(text)) return label.shell;
  return documentPath.test(text) ? label.document : 0;
}
