import type { LanguageId, SyntaxNode } from '../../../tree/syntax-tree.js';
import { isString, stringContent, withoutParentheses } from '../../pattern/significant-children.js';
import type { SourceFile } from '../../source-file.js';
import { argumentsOf, calleeName, receiverOf } from './calls.js';
import { FunctionTables } from './function-tables.js';
import {
  copying,
  filling,
  fillsFirst,
  fillsOthers,
  label,
  listener,
  readingInto,
  saving,
  wrapping,
  writtenPath,
} from './labels.js';
import type { NodeLabels } from './node-labels.js';
import { identifierKinds, type Variables } from './variables.js';

/** How a value gets into a variable: by assignment, as an argument of a call, or as what a function answers. */
export type Way = 'assigned' | 'handed' | 'answered';

export interface Edge {
  readonly way: Way;
  readonly targets: readonly number[];
  readonly from: readonly SyntaxNode[];
  readonly bits: number;
}

/** Java's parameters that bring what somebody wrote to a chat. */
const chat = /\b\w*(?:ChatEvent|MessageReceivedEvent|MessageCreateEvent|CommandPreprocessEvent)\b/;
/** Modules whose `open` opens a file. */
const opener = /^(?:io|os|codecs|gzip|bz2|lzma|builtins|File|IO|fs|aiofiles)\.open$/;
const implicit: ReadonlySet<LanguageId> = new Set<LanguageId>(['rust', 'ruby']);

/** Which values of a file get into which variables, read off its tree once and without regard to order. */
export class ValueEdges {
  readonly all: Edge[] = [];
  /** Paths, written out, of files that the program writes. */
  readonly writtenTexts = new Set<string>();
  private readonly tables: FunctionTables;

  constructor(
    private readonly file: SourceFile,
    private readonly variables: Variables,
    private readonly nodes: NodeLabels,
  ) {
    this.tables = new FunctionTables(file, variables);
    for (const node of file.tree.nodes) this.connect(node);
  }

  private connect(node: SyntaxNode): void {
    const { file } = this;
    if (file.grammar.calls.has(node.kind)) return this.connectCall(node);
    if (node.kind === 'return_statement' || node.kind === 'yield' || node.kind === 'yield_statement') {
      const fn = file.enclosingFunction(node);
      const result = fn && file.named(node).length === 0 ? file.field(fn, 'result') : null;
      if (fn) this.returns(fn, result?.kind === 'parameter_list' ? result : node);
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
    if (node.kind === 'formal_parameter' && chat.test(file.text(node))) {
      const name = file.field(node, 'name');
      if (name) this.edge([name], [], label.received);
      return;
    }
    if (node.kind === 'match_expression' || node.kind === 'match_statement') return this.connectMatch(node);
    if (node.kind === 'as_pattern') {
      const [value, alias] = file.named(node);
      if (value && alias) this.edge(this.variables.names(alias), [value]);
      if (value && alias) this.connectWrapper(alias, value);
      return;
    }
    const given = file.field(node, 'value');
    const left =
      file.field(node, 'left') ??
      (node.kind === 'for_range_loop' ? file.field(node, 'declarator') : null) ??
      (given ? (file.field(node, 'name') ?? file.field(node, 'pattern') ?? file.field(node, 'declarator')) : null);
    const right = file.field(node, 'right') ?? file.field(node, 'value');
    if (left && right && node.kind === 'binary_expression' && file.tree.language === 'cpp' && streams(node))
      return this.edge(this.roots(left), [right]);
    if (!left || !right || node.kind === 'binary_expression' || node.kind === 'keyword_argument') return;
    this.edge(this.roots(left), [right]);
    this.connectWrapper(left, right);
    if (file.grammar.functions.has(right.kind)) this.edge(this.variables.parameters(right).flat(), [left]);
    else if (right.kind === 'identifier')
      for (const fn of this.variables.functionsNamed(file.text(right)))
        this.edge(this.variables.parameters(fn).flat(), [left]);
  }

  /** What a pattern takes apart is of the value that is matched. */
  private connectMatch(node: SyntaxNode): void {
    const { file } = this;
    const value = file.field(node, 'value') ?? file.field(node, 'subject');
    const body = file.field(node, 'body') ?? node;
    if (!value) return;
    for (const arm of file.named(body)) {
      const pattern = file.field(arm, 'pattern') ?? file.named(arm).find((one) => one.kind === 'case_pattern') ?? null;
      if (pattern) this.edge(this.variables.names(pattern), [value]);
    }
  }

  /** `handlers[name](order)`: each function of the table is called. */
  private connectTable(call: SyntaxNode, list: readonly SyntaxNode[]): void {
    for (const fn of this.tables.called(call))
      for (const names of this.variables.parameters(fn))
        for (const given of list) this.edge(names, [given], 0, 'handed');
  }

  /** What is written to `w` after `w = new Writer(x)` is in `x`. */
  private connectWrapper(left: SyntaxNode, right: SyntaxNode): void {
    const { file } = this;
    const call = file.grammar.calls.has(right.kind) ? right : file.named(right)[0];
    if (!call || !file.grammar.calls.has(call.kind) || !wrapping.test(calleeName(file, call))) return;
    for (const one of argumentsOf(file, call)) this.edge(isString(one) ? [one] : this.roots(one), [left]);
  }

  private returns(fn: SyntaxNode, value: SyntaxNode): void {
    const name = this.variables.nameOf(fn);
    if (name !== undefined)
      this.all.push({ way: 'answered', targets: [this.variables.slot(`-1:${name}`)], from: [value], bits: 0 });
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
    const list = argumentsOf(file, call);
    const callee = calleeName(file, call);
    const last = /([\w$]+)$/.exec(callee)?.[1] ?? '';
    const receiver = receiverOf(file, call);
    const calleeNode = file.field(call, 'function') ?? file.field(call, 'object');
    const givers = [
      ...(calleeNode ? [calleeNode] : []),
      ...list.filter((one) => !file.grammar.functions.has(one.kind)),
    ];
    this.connectTable(call, list);
    // Rust: what a method that changes its object is given may be kept in it.
    if (
      receiver &&
      file.tree.language === 'rust' &&
      this.variables.functionsNamed(last).some((fn) => changes(file, fn))
    )
      this.edge(this.roots(receiver), list);
    const path = writtenPath(last, list, receiver ? opener.test(callee) : !this.variables.isFunction('open'));
    if (path) {
      this.edge(this.roots(path), [], label.written);
      const inner = withoutParentheses(path);
      if (isString(inner)) {
        this.writtenTexts.add(stringContent(file.text(inner)));
        // A file that is named by its path holds what was written to it.
        this.edge(
          [inner],
          list.filter((one) => one !== path),
        );
      }
    }
    const [first, ...others] = list;
    const [second] = others;
    if (first && fillsFirst.test(last)) this.edge(this.roots(first), others);
    if (first && (!receiver || last === 'Unmarshal') && fillsOthers.test(last))
      for (const one of others) this.edge(this.roots(one), [first], this.nodes.own[call.id] ?? 0);
    if (first && second && copying.test(last)) {
      const to = withoutParentheses(second);
      this.edge(isString(to) ? [to] : this.roots(to), [first]);
    }
    if (first && receiver && saving.test(last)) this.edge(this.roots(first), [receiver]);
    if (first && others.length > 0 && receiver && last === 'write') this.edge(this.roots(first), others);
    if (receiver && last === 'read' && file.tree.language === 'python') this.edge(this.roots(receiver), list);
    if (receiver && filling.test(last)) this.edge(this.roots(receiver), list);
    if (receiver && readingInto.test(last)) for (const one of list) this.edge(this.roots(one), [receiver]);
    for (const [index, fn] of this.variables
      .functionsNamed(last)
      .flatMap((one) => this.variables.parameters(one).map((p, i) => [i, p] as const))) {
      const given = list[file.tree.language === 'python' && receiver ? index - 1 : index];
      // A function that is handed over is called inside, where its labels do not stand.
      if (given) this.edge(fn, [given], 0, file.grammar.functions.has(given.kind) ? 'assigned' : 'handed');
    }
    const block = file.field(call, 'block');
    if (block) this.edge(this.variables.parameters(block).flat(), givers, this.nodes.own[call.id] ?? 0);
    for (const one of list) {
      const value =
        one.kind === 'keyword_argument' || one.kind === 'argument' ? (file.field(one, 'value') ?? one) : one;
      if (!value) continue;
      const functions = file.grammar.functions.has(value.kind)
        ? [value]
        : this.variables.functionsNamed(/([\w$]+)$/.exec(file.text(value).slice(-40))?.[1] ?? '');
      for (const fn of functions) this.edge(this.variables.parameters(fn).flat(), givers, this.nodes.own[call.id] ?? 0);
    }
  }

  private edge(
    targets: readonly SyntaxNode[],
    from: readonly SyntaxNode[],
    bits = 0,
    way: 'assigned' | 'handed' = 'assigned',
  ): void {
    const keys = targets.map((one) => this.nodes.key[one.id] ?? -1).filter((key) => key >= 0);
    if (keys.length > 0) this.all.push({ way, targets: keys, from, bits });
  }
}

/** Whether a method of Rust may change its object. */
function changes(file: SourceFile, fn: SyntaxNode): boolean {
  const parameters = file.field(fn, 'parameters');
  return parameters !== null && /^\(\s*&(?:'\w+\s+)?mut self\b/.test(file.text(parameters).slice(0, 30));
}

/** C++: `out << value`. */
function streams(node: SyntaxNode): boolean {
  return node.children.some((child) => child.kind === '<<');
}
