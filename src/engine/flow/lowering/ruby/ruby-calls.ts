import { iterators } from '../../../languages/ruby/iterators.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Argument, Expression } from '../../core-tree.js';
import { RubyExpressions } from './ruby-expressions.js';

/** Iterators whose result is what their block makes of each element. */
const mappers: ReadonlySet<string> = new Set([
  'map',
  'map!',
  'collect',
  'flat_map',
  'filter_map',
  'to_h',
  'sum',
  'collect_concat',
]);
/** Second parameter of these blocks is no part of the element. */
const counted: ReadonlySet<string> = new Set(['each_with_index', 'each_with_object', 'with_index', 'with_object']);

/** Methods whose result is their receiver, as far as its contents go. */
const sameValue =
  /^(freeze|dup|clone|itself|to_a|to_ary|to_h|to_hash|to_set|compact|with_indifferent_access|deep_dup|symbolize_keys|stringify_keys|presence|lazy|each|reverse|uniq|to_unsafe_h|to_sym|to_str)$/;

/** Ruby's calls: arguments, blocks and `send`. */
export abstract class RubyCalls extends RubyExpressions {
  protected override call(node: SyntaxNode): Expression {
    const name = this.text(this.field(node, 'name'));
    const block = this.field(node, 'block');
    const object = this.field(node, 'object');
    const symbol = this.passedSymbol(node);
    if (object && mappers.has(name) && (block || symbol)) {
      const mapped = this.mapped(node, object, block, symbol);
      if (mapped) return mapped;
    }
    const called = this.withoutBlock(node);
    if (!block || called.type !== 'call') return called;
    const fn: Expression = { type: 'function', node: block, fn: this.unit(block, null) };
    return { ...called, args: [...called.args, { name: null, value: fn, spread: false }] };
  }

  /** The call as if no block were given to it. */
  protected withoutBlock(node: SyntaxNode): Expression {
    const nameNode = this.field(node, 'name');
    const object = this.field(node, 'object');
    const args = this.arguments(node);
    // `callable.(x)`
    const name = nameNode ? this.text(nameNode) : 'call';
    const [first, ...others] = args;
    const isFormat = !object && (name === 'format' || name === 'sprintf');
    if (isFormat && first?.value.type === 'literal' && typeof first.value.value === 'string')
      return this.format(node, first.value.value, this.formatted(node, others));
    const sent =
      /^(__send__|send|public_send)$/.test(name) && first?.value.type === 'literal' ? first.value.value : null;
    if (object && typeof sent === 'string') return this.method(node, object, sent, others);
    if (object && args.length === 0 && sameValue.test(name)) return { ...this.expression(object), node };
    if (object && name === 'in?' && first)
      return { type: 'binary', node, operator: 'in', left: this.expression(object), right: first.value };
    if (object) return this.method(node, object, name, args);
    const callee: Expression = { type: 'name', node: nameNode ?? node, name };
    return { type: 'call', node, callee, args, construct: false };
  }

  private method(node: SyntaxNode, object: SyntaxNode, name: string, args: readonly Argument[]): Expression {
    const callee: Expression = {
      type: 'member',
      node: this.field(node, 'name') ?? node,
      object: this.expression(object),
      property: name,
    };
    return {
      type: 'call',
      node,
      callee,
      args,
      construct: false,
    };
  }

  /** Keyword arguments by name; a `&block` is none. */
  private arguments(node: SyntaxNode): readonly Argument[] {
    const list = this.field(node, 'arguments');
    return (list ? this.named(list) : [])
      .filter((child) => child.kind !== 'block_argument')
      .map((child): Argument => {
        const key = child.kind === 'pair' ? this.field(child, 'key') : null;
        const value = child.kind === 'pair' ? this.field(child, 'value') : child;
        const name = key ? this.text(key).replace(/^[:"']+|["']$/g, '') : null;
        if (key && !value) return { name, value: { type: 'name', node: key, name: this.text(key) }, spread: false };
        return { name, value: this.expression(value ?? child), spread: /splat/.test(child.kind) };
      });
  }

  /** Arguments of a format; named ones are one record. */
  private formatted(node: SyntaxNode, args: readonly Argument[]): readonly Expression[] {
    const entries = args.filter(({ name }) => name !== null).map(({ name, value }) => ({ key: name, value }));
    const values = args.filter(({ name }) => name === null).map(({ value }) => value);
    return entries.length > 0 ? [...values, { type: 'record', node, entries }] : values;
  }

  /** `to_i` of `xs.map(&:to_i)`. */
  private passedSymbol(node: SyntaxNode): SyntaxNode | null {
    const list = this.field(node, 'arguments');
    const given = list?.children.find((child) => child.kind === 'block_argument');
    const symbol = given ? this.named(given)[0] : undefined;
    return symbol?.kind === 'simple_symbol' ? symbol : null;
  }

  /** `xs.map { |x| f(x) }` and `xs.map(&:f)`; null when the block does more than evaluate expressions. */
  private mapped(
    node: SyntaxNode,
    object: SyntaxNode,
    block: SyntaxNode | null,
    symbol: SyntaxNode | null,
  ): Expression | null {
    const element: Expression = { type: 'index', node: object, object: this.expression(object), key: null };
    if (!block) {
      const callee: Expression = {
        type: 'member',
        node: symbol ?? node,
        object: element,
        property: this.text(symbol).slice(1),
      };
      const made: Expression = { type: 'call', node: symbol ?? node, callee, args: [], construct: false };
      return { type: 'comprehension', node, bindings: [], conditions: [], element: made };
    }
    const body = this.field(block, 'body');
    const statements = body ? this.named(body) : [];
    if (statements.some((one) => /_statement$|_clause$|heredoc_body/.test(one.kind) && one !== statements.at(-1)))
      return null;
    const target = this.blockTarget(block, this.text(this.field(node, 'name')));
    const last = statements.at(-1);
    return {
      type: 'comprehension',
      node,
      bindings: target ? [{ type: 'assign', node: block, target, value: element, operator: null }] : [],
      conditions: statements.slice(0, -1).map((one) => this.expression(one)),
      element: last ? this.expression(last) : { type: 'opaque', node: block, parts: [] },
    };
  }

  /** What a block's parameters bind of each element, or null when it takes none. */
  protected blockTarget(block: SyntaxNode, method: string): Expression | null {
    const names = this.unit(block, null).parameters.flatMap((one): Expression[] => {
      const all = one.properties.length > 0 ? one.properties : [one.name];
      return all.map((name) => ({ type: 'name', node: one.node, name }));
    });
    const elements =
      counted.has(method) || method === 'each_slice'
        ? names.slice(0, 1)
        : method === 'inject' || method === 'reduce'
          ? names.slice(1)
          : names;
    const [only] = elements;
    if (!only) return null;
    return elements.length === 1 ? only : { type: 'list', node: block, items: elements };
  }

  protected isIterator(node: SyntaxNode): boolean {
    return this.field(node, 'object') !== null && iterators.has(this.text(this.field(node, 'name')));
  }
}
