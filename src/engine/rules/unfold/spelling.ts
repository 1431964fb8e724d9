import type { SyntaxNode } from '../../tree/syntax-tree.js';
import { isString, stringContent, withoutParentheses } from '../pattern/significant-children.js';
import type { SourceFile } from '../source-file.js';
import { calledSpelling } from './called-spelling.js';
import { localFunctions, type LocalFunction, singleAssignments } from './local-names.js';
import { characters, code, combined, elements, longest, type Spelled, unescaped } from './spelled-value.js';

export type Bindings = ReadonlyMap<string, Spelled>;
const nothingBound: Bindings = new Map();

const listKinds =
  /^(?:array|list|tuple|array_initializer|initializer_list|literal_value|array_expression|initializer_expression|array_creation_expression|implicit_array_creation_expression|collection_expression|expression_list|string_array|composite_literal|token_tree)$/;
const numberKinds = /^(?:integer|number|number_literal|(?:decimal_|hex_)?integer_literal|int_literal|float)$/;
const characterKinds = /^(?:char_literal|character_literal|rune_literal)$/;
const stepBudget = 60_000;
const deepest = 24;

/**
 * What the expressions of a program spell that puts its words together at run time: concatenation, character codes, base64,
 * hex, rot13, reversal, xor with a constant, lists that are joined, helpers of one expression, variables assigned once. A
 * partial evaluator of pure text functions over the tree of any language; whatever else an expression does, it spells
 * nothing. Bounded in steps and depth.
 */
export class Spelling {
  private named: ReadonlyMap<string, LocalFunction> | undefined;
  private assigned: ReadonlyMap<string, SyntaxNode> | undefined;
  private readonly known = new Map<string, Spelled | undefined>();
  private steps = stepBudget;
  private depth = 0;

  constructor(readonly file: SourceFile) {}

  /** The functions of the file that are one expression. */
  get functions(): ReadonlyMap<string, LocalFunction> {
    return (this.named ??= localFunctions(this.file));
  }

  /** The text that an expression is, or null. */
  text(node: SyntaxNode, bound: Bindings = nothingBound): string | null {
    const value = this.of(node, bound);
    return value === undefined || typeof value === 'number' ? null : characters(value);
  }

  /** What an expression spells; undefined when it does more than that. */
  of(written: SyntaxNode, bound: Bindings = nothingBound): Spelled | undefined {
    if ((this.steps -= 1) < 0 || this.depth >= deepest) return undefined;
    this.depth += 1;
    try {
      const value = this.spelled(withoutParentheses(written), bound);
      return value === undefined || typeof value === 'number' || value.length <= longest ? value : undefined;
    } finally {
      this.depth -= 1;
    }
  }

  /** The value that a variable was assigned, once. */
  assignedTo(name: string): SyntaxNode | null {
    return this.assignments.get(name) ?? null;
  }

  private get assignments(): ReadonlyMap<string, SyntaxNode> {
    return (this.assigned ??= singleAssignments(this.file));
  }

  /** The elements of a list of expressions, all of which must spell something. */
  all(nodes: readonly SyntaxNode[], bound: Bindings): Spelled[] | undefined {
    const found: Spelled[] = [];
    for (const node of nodes) {
      const value = this.of(node, bound);
      if (value === undefined) return undefined;
      found.push(value);
    }
    return found;
  }

  /** What a function makes of these values. */
  applied(fn: LocalFunction, given: readonly Spelled[], bound: Bindings): Spelled | undefined {
    if (fn.codes !== null) {
      const list = given.length === 1 ? elements(given[0] ?? []) : given;
      const mask = fn.codes;
      return list?.map((one) => (code(one) ?? 0) ^ mask);
    }
    if (fn.joins) return given.length === 1 ? (characters(given) ?? undefined) : undefined;
    if (!fn.body) return undefined;
    const inner = new Map(bound);
    for (const [index, name] of fn.parameters.entries()) {
      const value = given[index];
      if (value !== undefined) inner.set(name, value);
    }
    const local = fn.local ? this.of(fn.local.value, inner) : undefined;
    if (fn.local && local !== undefined) inner.set(fn.local.name, local);
    return this.of(fn.body, inner);
  }

  /** A function written in place, or named. */
  functionOf(node: SyntaxNode): LocalFunction | null {
    const { file } = this;
    const one = withoutParentheses(node);
    if (!file.grammar.functions.has(one.kind)) return this.functions.get(file.text(one)) ?? null;
    return localFunctions(file, one).get('') ?? null;
  }

  private spelled(node: SyntaxNode, bound: Bindings): Spelled | undefined {
    const { file } = this;
    const { kind } = node;
    if (isString(node)) return this.literal(node, bound);
    if (kind === 'template_string' || kind === 'encapsed_string' || kind === 'interpolated_string_expression')
      return this.literal(node, bound);
    if (kind === 'identifier' || kind === 'variable_name' || kind === 'constant')
      return this.variable(file.text(node), bound);
    if (numberKinds.test(kind)) return numberOf(file.text(node));
    if (characterKinds.test(kind)) return unescaped(file.text(node).slice(1, -1));
    if (kind === 'simple_symbol') return file.text(node).slice(1);
    if (kind === 'bare_string') return file.text(node);
    if (kind === 'concatenated_string') return this.joined(file.named(node), bound);
    if (listKinds.test(kind)) return this.list(node, bound);
    if (/^(?:binary_(?:expression|operator)|binary)$/.test(kind)) return this.binary(node, bound);
    if (
      /^(?:cast_expression|type_cast_expression|as_expression|await_expression|reference_expression|unary_expression)$/.test(
        kind,
      )
    ) {
      const value = file.field(node, 'value') ?? file.field(node, 'argument') ?? file.named(node).at(-1);
      const inner = value ? this.of(value, bound) : undefined;
      return /^\(char\)|\bas char$/.test(file.text(node)) && typeof inner === 'number'
        ? (characters(inner) ?? undefined)
        : inner;
    }
    if (/^(?:subscript|subscript_expression|index_expression|element_access_expression)$/.test(kind))
      return this.element(node, bound);
    if (/^(?:list_comprehension|generator_expression)$/.test(kind)) return this.comprehension(node, bound);
    if (kind === 'arrow_expression_clause' || kind === 'return_statement' || kind === 'expression_statement') {
      const [only] = file.named(node);
      return only ? this.of(only, bound) : undefined;
    }
    if (file.grammar.calls.has(kind) || kind === 'macro_invocation') return calledSpelling(this, node, bound);
    return undefined;
  }

  private variable(name: string, bound: Bindings): Spelled | undefined {
    const given = bound.get(name);
    if (given !== undefined) return given;
    if (this.known.has(name)) return this.known.get(name);
    this.known.set(name, undefined);
    const value = this.assignments.get(name);
    const found = value ? this.of(value) : undefined;
    this.known.set(name, found);
    return found;
  }

  private literal(node: SyntaxNode, bound: Bindings): Spelled | undefined {
    const { file } = this;
    const holes = file.named(node).filter((one) => /interpolation|substitution/.test(one.kind));
    const text = file.text(node);
    if (holes.length === 0) {
      const raw = /^[a-zA-Z]*[rR@]|^`/.test(text) && file.tree.language !== 'javascript';
      const body = stringContent(text);
      return raw ? body : unescaped(body);
    }
    let out = '';
    let from = node.start + (text.search(/["'`]/) + 1);
    for (const hole of holes) {
      const inner = file.named(hole).at(-1);
      const value = inner ? this.text(inner, bound) : null;
      if (value === null) return undefined;
      out += file.tree.source.slice(from, hole.start) + value;
      from = hole.end;
    }
    return out + file.tree.source.slice(from, node.end - 1);
  }

  private list(node: SyntaxNode, bound: Bindings): Spelled | undefined {
    const { file } = this;
    const inner =
      file.field(node, 'value') ??
      file.field(node, 'body') ??
      file.named(node).find((one) => one.kind === 'initializer_expression') ??
      node;
    return this.all(
      file
        .named(inner)
        .filter((one) => one.field !== 'length')
        .map((one) =>
          one.kind === 'literal_element' || one.kind === 'array_element_initializer'
            ? (file.named(one).at(-1) ?? one)
            : one,
        ),
      bound,
    );
  }

  private joined(nodes: readonly SyntaxNode[], bound: Bindings): Spelled | undefined {
    const all = this.all(nodes, bound);
    return all ? (characters(all) ?? undefined) : undefined;
  }

  private binary(node: SyntaxNode, bound: Bindings): Spelled | undefined {
    const { file } = this;
    const [first, last] = [
      file.field(node, 'left') ?? node.children[0],
      file.field(node, 'right') ?? node.children.at(-1),
    ];
    const operator = node.children.find((one) => !one.named && /^[-+.^*%]$/.test(file.text(one)));
    if (!first || !last || !operator) return undefined;
    const left = this.of(first, bound);
    const right = left === undefined ? undefined : this.of(last, bound);
    return left === undefined || right === undefined ? undefined : combined(left, file.text(operator), right);
  }

  private element(node: SyntaxNode, bound: Bindings): Spelled | undefined {
    const { file } = this;
    const [holder] = file.named(node);
    const key = file.field(node, 'index') ?? file.field(node, 'subscript') ?? file.named(node)[1];
    const list = holder ? this.of(holder, bound) : undefined;
    if (list === undefined || typeof list === 'number' || !key) return undefined;
    if (file.text(key).replace(/\s/g, '') === '::-1') return elements(list)?.toReversed();
    const index = this.of(key, bound);
    return typeof index === 'number' ? elements(list)?.at(index) : undefined;
  }

  private comprehension(node: SyntaxNode, bound: Bindings): Spelled | undefined {
    const { file } = this;
    const body = file.field(node, 'body');
    const clauses = file.named(node).filter((one) => one.kind === 'for_in_clause');
    const [clause] = clauses;
    const name = clause ? file.field(clause, 'left') : null;
    const over = clause ? file.field(clause, 'right') : null;
    if (!body || !name || !over || clauses.length > 1) return undefined;
    const list = this.of(over, bound);
    const items = list === undefined ? null : elements(list);
    if (!items) return undefined;
    const found: Spelled[] = [];
    for (const item of items) {
      const value = this.of(body, new Map(bound).set(file.text(name), item));
      if (value === undefined) return undefined;
      found.push(value);
    }
    return found;
  }
}

function numberOf(text: string): number | undefined {
  const value = Number(text.replaceAll('_', '').replace(/(?:[ui](?:8|16|32|64|128|size)|[uUlL]{1,3})$/, ''));
  return Number.isFinite(value) ? value : undefined;
}
