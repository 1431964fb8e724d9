import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Argument, Entry, Expression, FunctionUnit, Parameter, Statement } from '../../core-tree.js';
import { LoweringBase, parseNumber, unescape } from '../lowering-base.js';
import {
  builderWriters,
  fillsArgument,
  goTypeName,
  nilParsers,
  regexReplacers,
  regexTests,
  textFunctions,
} from './go-calls.js';

/** Go's expressions and functions; declarations are in go-bindings.ts, other statements in go-lowering.ts. */
export abstract class GoExpressions extends LoweringBase {
  protected readonly blocks: ReadonlySet<string> = new Set(['block', 'statement_list', 'source_file']);
  /** What `ok` and `err` of the function under way say: `_, ok := m[k]` asks for membership. */
  protected tests = new Map<string, Expression>();
  /** What it says of a text that the variable parsed from it is not nil. */
  protected readonly parsed = new Map<string, Expression>();

  protected unit(node: SyntaxNode): FunctionUnit {
    const body = this.field(node, 'body');
    const receiver = this.receiver(node);
    let lowered: readonly Statement[] | undefined;
    const lower = (): readonly Statement[] => {
      const outer = this.tests;
      this.tests = new Map(outer);
      const statements = this.block(body, this.blocks);
      this.tests = outer;
      return statements;
    };
    const name = this.text(this.field(node, 'name')) || null;
    return {
      name,
      node,
      className: receiver?.type ?? null,
      ...(receiver?.name ? { receiver: receiver.name } : {}),
      confined: name !== null && /^[a-z_]/.test(name) && name !== 'main' && name !== 'init',
      annotations: [],
      parameters: this.parameters(this.field(node, 'parameters')),
      body: () => (lowered ??= lower()),
    };
  }

  /** A method's receiver: its type's name and its own. */
  private receiver(node: SyntaxNode): { type: string | null; name: string | null } | null {
    const list = this.field(node, 'receiver');
    const declared = list ? this.named(list)[0] : undefined;
    if (!declared) return null;
    return {
      type: goTypeName(this.text(this.field(declared, 'type'))),
      name: this.text(this.field(declared, 'name')) || null,
    };
  }

  private parameters(list: SyntaxNode | null): readonly Parameter[] {
    return (list ? this.named(list) : []).flatMap((node) =>
      this.fields(node, 'name').map((name) => ({
        name: this.text(name),
        node: name,
        type: goTypeName(this.text(this.field(node, 'type'))),
        annotations: [],
        rest: node.kind === 'variadic_parameter_declaration',
        properties: [],
      })),
    );
  }

  protected override lowerExpression(node: SyntaxNode): Expression {
    switch (node.kind) {
      case 'identifier':
      case 'package_identifier':
      case 'type_identifier':
      case 'field_identifier':
        return this.tests.get(this.text(node)) ?? { type: 'name', node, name: this.text(node) };
      case 'int_literal':
      case 'float_literal':
        return this.literal(node, parseNumber(this.text(node)) ?? 0);
      case 'true':
      case 'false':
        return this.literal(node, node.kind === 'true');
      case 'nil':
        return this.literal(node, null);
      case 'interpreted_string_literal':
      case 'rune_literal':
        return this.literal(node, unescape(this.text(node).slice(1, -1)));
      case 'raw_string_literal':
        return this.literal(node, this.text(node).slice(1, -1));
      case 'selector_expression':
        return this.member(node);
      case 'index_expression': {
        const object = this.field(node, 'object');
        if (!object) return this.opaque(node);
        return { type: 'index', node, object: this.expression(object), key: this.optional(this.field(node, 'index')) };
      }
      case 'slice_expression': {
        const object = this.field(node, 'operand');
        return object ? { type: 'opaque', node, parts: [this.expression(object)] } : this.opaque(node);
      }
      case 'call_expression':
        return this.call(node);
      case 'type_conversion_expression':
      case 'type_assertion_expression':
        return this.expression(this.field(node, 'operand') ?? this.named(node)[0] ?? node);
      case 'binary_expression':
        return this.comparedWithNil(node) ?? this.binary(node);
      case 'unary_expression':
        return this.prefixed(node);
      case 'composite_literal':
        return this.composite(node);
      case 'literal_value':
        return this.elements(node, false);
      case 'func_literal':
        return { type: 'function', node, fn: this.unit(node) };
      case 'expression_list': {
        const parts = this.named(node);
        const [single] = parts;
        return single && parts.length === 1
          ? this.expression(single)
          : { type: 'list', node, items: parts.map((part) => this.expression(part)) };
      }
      case 'parenthesized_expression':
      case 'literal_element':
      case 'variadic_argument':
        return this.expression(this.named(node)[0] ?? node.children[0] ?? node);
      default:
        return node.children.length === 0 ? { type: 'opaque', node, parts: [] } : this.opaque(node);
    }
  }

  private member(node: SyntaxNode): Expression {
    const object = this.field(node, 'object');
    const property = this.field(node, 'property');
    if (!object || !property) return this.opaque(node);
    return { type: 'member', node, object: this.expression(object), property: this.text(property) };
  }

  /** `&x`, `*x` and `<-x` are the value itself: pointers and channels are followed no further. */
  private prefixed(node: SyntaxNode): Expression {
    const operand = this.field(node, 'operand');
    const operator = this.text(this.field(node, 'operator'));
    if (operand && /^(?:&|\*|<-)$/.test(operator)) return this.expression(operand);
    return this.unary(node, operand, operator);
  }

  /** `err == nil` is what the call that gave `err` has proved. */
  private comparedWithNil(node: SyntaxNode): Expression | null {
    const left = this.field(node, 'left');
    const operator = this.text(this.field(node, 'operator'));
    if (!left || this.field(node, 'right')?.kind !== 'nil') return null;
    const parsed = left.kind === 'call_expression' ? this.parsedOrNil(left) : this.parsed.get(this.text(left));
    const test = left.kind === 'identifier' ? this.tests.get(this.text(left)) : undefined;
    const proof = test ?? parsed;
    if (!proof) return null;
    return (operator === '==') === (proof === test) ? proof : { type: 'unary', node, operator: '!', operand: proof };
  }

  /** `net.ParseIP(x)` is something for an address only. */
  protected parsedOrNil(node: SyntaxNode): Expression | null {
    const call = node.kind === 'call_expression' && nilParsers.has(this.text(this.field(node, 'function')));
    const list = call ? this.field(node, 'arguments') : null;
    const first = list ? this.named(list)[0] : undefined;
    if (!first) return null;
    const args = [{ name: null, value: this.expression(first), spread: false }];
    return { type: 'call', node, callee: { type: 'name', node, name: 'isNumeric' }, args, construct: false };
  }

  private composite(node: SyntaxNode): Expression {
    const type = this.field(node, 'type');
    const body = this.field(node, 'body');
    if (!body) return this.opaque(node);
    // `Users{}` has no elements that would tell a record from a list.
    const isEmpty = type?.kind === 'type_identifier' && this.named(body).length === 0;
    const made = this.elements(body, type?.kind === 'map_type' || isEmpty);
    if (made.type !== 'record' || type?.kind !== 'type_identifier') return { ...made, node };
    return { ...made, node, typeName: this.text(type) };
  }

  private elements(body: SyntaxNode, isMap: boolean): Expression {
    const parts = this.named(body);
    if (!isMap && !parts.some((part) => part.kind === 'keyed_element'))
      return { type: 'list', node: body, items: parts.map((part) => this.expression(part)) };
    const entries = parts.map((part): Entry => {
      const key = this.field(part, 'key');
      const value = this.field(part, 'value');
      if (!key || !value) return { key: null, value: this.expression(part) };
      return { key: this.keyOf(this.named(key)[0] ?? key, isMap), value: this.expression(value) };
    });
    return { type: 'record', node: body, entries };
  }

  private keyOf(key: SyntaxNode, isMap: boolean): string | null {
    if (key.kind === 'identifier' && !isMap) return this.text(key);
    const lowered = this.expression(key);
    return lowered.type === 'literal' ? String(lowered.value) : null;
  }

  private call(node: SyntaxNode): Expression {
    const callee = this.field(node, 'function');
    const list = this.field(node, 'arguments');
    if (!callee || !list) return this.opaque(node);
    const nodes = this.named(list);
    const written = this.text(callee);
    const args = nodes.map((child): Argument => {
      return { name: null, value: this.expression(child), spread: child.kind === 'variadic_argument' };
    });
    const known = this.knownCall(node, callee, written, args);
    const call: Expression = known ?? { type: 'call', node, callee: this.expression(callee), args, construct: false };
    const target = nodes.find((child) => this.isAddress(child));
    if (target && fillsArgument.test(written.slice(written.lastIndexOf('.') + 1)))
      return { type: 'assign', node, target: this.expression(target), value: call, operator: null };
    return call;
  }

  /** Calls of the standard library that are something else in the core tree. */
  private knownCall(
    node: SyntaxNode,
    callee: SyntaxNode,
    written: string,
    args: readonly Argument[],
  ): Expression | null {
    const [first, second] = args;
    const method = (object: Expression, property: string, rest: readonly Argument[]): Expression => {
      return {
        type: 'call',
        node,
        callee: { type: 'member', node: callee, object, property },
        args: rest,
        construct: false,
      };
    };
    const name = written.slice(written.lastIndexOf('.') + 1);
    // What is cleaned as an absolute path cannot climb.
    if (written === 'filepath.Clean' && first && startsAtRoot(first.value))
      return method({ type: 'name', node: callee, name: 'filepath' }, 'Localize', args);
    const text = textFunctions[written];
    if (text !== undefined && first) return method(first.value, text, args.slice(1));
    if (/^regexp\.(?:Must)?Compile$/.test(written) && first?.value.type === 'literal') return { ...first.value, node };
    if (written === 'regexp.MatchString' && first && second) return method(first.value, 'test', [second]);
    if (written === 'fmt.Sprint' || written === 'fmt.Sprintln')
      return { type: 'compose', node, parts: args.map(({ value }) => value) };
    if (written === 'fmt.Sprintf' || written === 'fmt.Errorf')
      return method({ type: 'name', node: callee, name: 'fmt' }, 'format', args);
    if (written === 'append' && first) {
      const items = args.slice(1);
      if (items.some(({ spread }) => spread)) return { type: 'opaque', node, parts: args.map(({ value }) => value) };
      return {
        type: 'sum',
        node,
        parts: [first.value, { type: 'list', node, items: items.map(({ value }) => value) }],
      };
    }
    const object = callee.kind === 'selector_expression' ? this.field(callee, 'object') : null;
    if (!object) return null;
    if (
      written.startsWith('fmt.Fprint') &&
      first &&
      this.isAddress(this.named(this.field(node, 'arguments') ?? node)[0])
    )
      return method(first.value, 'append', args.slice(1));
    if (regexTests.has(name) && first) return method(this.expression(object), 'test', args);
    if (regexReplacers.has(name) && first && second)
      return method(first.value, 'replaceAll', [{ ...first, value: this.expression(object) }, second]);
    return builderWriters.has(name) && object.kind === 'identifier'
      ? method(this.expression(object), 'append', args)
      : null;
  }

  private isAddress(node: SyntaxNode | undefined): boolean {
    return node?.kind === 'unary_expression' && this.text(this.field(node, 'operator')) === '&';
  }
}

/** `"/" + name`. */
function startsAtRoot(expression: Expression): boolean {
  const first = expression.type === 'sum' ? expression.parts[0] : expression;
  return first?.type === 'literal' && typeof first.value === 'string' && first.value.startsWith('/');
}
