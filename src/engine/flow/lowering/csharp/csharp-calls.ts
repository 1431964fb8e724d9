import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Argument, Entry, Expression } from '../../core-tree.js';
import { CsharpFunctions } from './csharp-functions.js';
import { commonNames, csharpTypeName, strictParses } from './csharp-names.js';

/** C#'s calls, members and constructions. */
export abstract class CsharpCalls extends CsharpFunctions {
  protected member(node: SyntaxNode): Expression {
    const parts = this.named(node);
    const object = this.field(node, 'object') ?? node.children[0];
    const last = this.field(node, 'property') ?? parts.at(-1);
    if (!object || !last || object === last) return this.opaque(node);
    if (last.kind === 'element_binding_expression') return this.elementAccess(node, object, last);
    const property = this.memberName(last);
    const item = /^Item([1-7])$/.exec(property)?.[1];
    if (item !== undefined)
      return { type: 'index', node, object: this.expression(object), key: this.literal(last, Number(item) - 1) };
    return { type: 'member', node, object: this.expression(object), property };
  }

  /** `B` of `.B`, `B<T>` and `?.B`. */
  private memberName(node: SyntaxNode): string {
    const name = node.kind === 'member_binding_expression' ? (this.field(node, 'name') ?? node) : node;
    return this.text(name).replace(/<[^]*$/, '');
  }

  protected elementAccess(node: SyntaxNode, object: SyntaxNode | null, list: SyntaxNode | null): Expression {
    const key = list ? this.named(list)[0] : undefined;
    if (!object) return this.opaque(node);
    return { type: 'index', node, object: this.expression(object), key: key ? this.expression(key) : null };
  }

  protected call(node: SyntaxNode): Expression {
    const callee = this.field(node, 'function');
    if (!callee) return this.opaque(node);
    const args = this.arguments(this.field(node, 'arguments'));
    const target = this.expression(callee);
    const call: Expression =
      target.type === 'member'
        ? this.methodCall(node, target, args)
        : { type: 'call', node, callee: target, args, construct: false };
    const out = this.outArgument(node);
    return out && call.type === 'call' && !this.isProof(call)
      ? { type: 'assign', node, target: this.expression(out), value: call, operator: null }
      : call;
  }

  /** The first `out` argument: what the call makes comes out there. */
  private outArgument(node: SyntaxNode): SyntaxNode | null {
    const list = this.field(node, 'arguments');
    const out = list?.children.find((child) => child.children[0]?.kind === 'out');
    return out ? (this.field(out, 'value') ?? null) : null;
  }

  /** What a strict parse gives is a number or a date. */
  private isProof(call: Expression & { type: 'call' }): boolean {
    return call.callee.type === 'name' && call.callee.name === 'isNumeric';
  }

  private methodCall(node: SyntaxNode, target: Expression & { type: 'member' }, args: readonly Argument[]): Expression {
    const { object, property } = target;
    const [first, second] = args;
    const call = (on: Expression, name: string, rest: readonly Argument[]): Expression => {
      return { type: 'call', node, callee: { ...target, object: on, property: name }, args: rest, construct: false };
    };
    const type = object.type === 'name' ? object.name : object.type === 'member' ? object.property : '';
    if (type === 'Regex' && property === 'IsMatch' && first && second) return call(second.value, 'test', [first]);
    if (type === 'Regex' && property === 'Replace' && first && args.length > 2)
      return call(first.value, 'replaceAll', args.slice(1));
    if (property === 'IsMatch' && first) return call(object, 'test', args);
    if (/^string$/i.test(type) && property === 'Equals' && first && second)
      return call(first.value, 'equals', [second]);
    if (strictParses.test(property) && first)
      return {
        type: 'call',
        node,
        callee: { type: 'name', node: target.node, name: 'isNumeric' },
        args: [first],
        construct: false,
      };
    if (property === 'TryGetValue' && first && second) {
      const value: Expression = { type: 'index', node, object, key: first.value };
      return { type: 'assign', node, target: second.value, value, operator: null };
    }
    if (property === 'Add' && args.length === 2) return call(object, 'put', args);
    return call(object, Object.hasOwn(commonNames, property) ? (commonNames[property] ?? property) : property, args);
  }

  private arguments(list: SyntaxNode | null): readonly Argument[] {
    return (list ? this.named(list) : []).map((child): Argument => {
      const name = child.kind === 'argument' ? this.field(child, 'name') : null;
      return { name: name ? this.text(name) : null, value: this.expression(child), spread: false };
    });
  }

  /** `new T(a) { P = b }`: with only properties a record of them, else a call that is given all. */
  protected construction(node: SyntaxNode): Expression {
    const type = this.field(node, 'type') ?? this.targetType(node);
    const name = csharpTypeName(this.text(type));
    const isImplicit = node.kind === 'implicit_object_creation_expression';
    const list = isImplicit ? node.children.find((child) => child.kind === 'argument_list') : null;
    const args = this.arguments(this.field(node, 'arguments') ?? list ?? null);
    const initializer =
      this.field(node, 'initializer') ?? node.children.find((child) => child.kind === 'initializer_expression') ?? null;
    const [first] = args;
    // A compiled expression stands for its pattern.
    if (name === 'Regex' && first?.value.type === 'literal') return { ...first.value, node };
    const given = initializer ? this.initializer(initializer) : null;
    if (args.length === 0 && given)
      return given.type === 'record' ? { ...given, node, typeName: name } : { ...given, node };
    if (!type || name === null) {
      const parts = args.map(({ value }) => value);
      return { type: 'opaque', node, parts: given ? [...parts, given] : parts };
    }
    const properties =
      given?.type === 'record'
        ? given.entries.map((entry) => ({ name: entry.key, value: entry.value, spread: false }))
        : [];
    const callee: Expression = { type: 'name', node: type, name };
    return { type: 'call', node, callee, args: [...args, ...properties], construct: true };
  }

  /** `Filter f = new(…)`: what is made is what is declared. */
  private targetType(node: SyntaxNode): SyntaxNode | null {
    const declarator = node.parent;
    if (declarator?.kind === 'property_declaration') return this.field(declarator, 'type');
    return declarator?.kind === 'variable_declarator' && declarator.parent
      ? this.field(declarator.parent, 'type')
      : null;
  }

  /** `(a, b)` is a list, `(Name: a, Path: b)` has both as fields. */
  protected tuple(node: SyntaxNode): Expression {
    const parts = this.arguments(node);
    if (parts.every(({ name }) => name === null)) return { type: 'list', node, items: parts.map(({ value }) => value) };
    return { type: 'record', node, entries: parts.map(({ name, value }) => ({ key: name, value })) };
  }

  /** `{ P = a }`, `{ ["k"] = a }`, `{ "k", a }` pairs, or a list of elements. */
  protected initializer(node: SyntaxNode): Expression {
    const parts = this.named(node);
    const isRecord = parts.some(
      (part) => part.kind === 'assignment_expression' || part.kind === 'initializer_expression',
    );
    if (!isRecord) return { type: 'list', node, items: parts.map((part) => this.expression(part)) };
    const entries = parts.map((part): Entry => {
      const left = this.field(part, 'left');
      const right = this.field(part, 'right');
      if (left && right) {
        const key = left.kind === 'identifier' ? this.text(left) : this.keyOf(this.named(left)[0]);
        return { key, value: this.expression(right) };
      }
      const [key, value] = part.kind === 'initializer_expression' ? this.named(part) : [];
      return key && value
        ? { key: this.keyOf(key), value: this.expression(value) }
        : { key: null, value: this.expression(part) };
    });
    return { type: 'record', node, entries };
  }

  private keyOf(node: SyntaxNode | undefined): string | null {
    const key = node ? this.expression(node) : null;
    return key?.type === 'literal' ? String(key.value) : null;
  }

  /** The lambda of `app.MapGet("/x", (string id) => …)` is a route. */
  protected mappedRoute(node: SyntaxNode): readonly string[] {
    const call = node.parent?.parent?.parent;
    const callee = call?.kind === 'invocation_expression' ? this.field(call, 'function') : null;
    return callee && /\.Map(?:Get|Post|Put|Delete|Patch|Methods)$/.test(this.text(callee).slice(-12))
      ? ['MapRoute']
      : [];
  }
}
