import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Argument, Entry, Expression, FunctionUnit } from '../../core-tree.js';
import { parseNumber } from '../lowering-base.js';
import { numberOf } from './rust-fields.js';
import { RustPatterns } from './rust-patterns.js';

const sameWithout: ReadonlySet<string> = new Set([
  'to_string',
  'to_owned',
  'into',
  'clone',
  'cloned',
  'as_str',
  'as_ref',
  'as_mut',
  'as_deref',
  'unwrap',
  'borrow',
  'as_path',
  'to_path_buf',
]);

/** Rust's expressions; references, `?` and `.await` are what they wrap. Statements are in rust-lowering.ts. */
export abstract class RustExpressions extends RustPatterns {
  protected abstract closure(node: SyntaxNode): FunctionUnit;

  protected override lowerExpression(node: SyntaxNode): Expression {
    switch (node.kind) {
      case 'identifier':
      case 'type_identifier':
      case 'field_identifier':
      case 'self':
      case 'super':
      case 'crate':
        return { type: 'name', node, name: this.text(node) };
      case 'scoped_identifier':
      case 'scoped_type_identifier':
      case 'generic_type':
        return this.path(node);
      case 'string_literal':
      case 'raw_string_literal':
      case 'char_literal':
        return this.stringValue(node);
      case 'integer_literal':
      case 'float_literal':
        return this.literal(node, parseNumber(this.text(node).replace(/_?[iuf](8|16|32|64|128|size)$/, '')) ?? 0);
      case 'boolean_literal':
        return this.literal(node, this.text(node) === 'true');
      case 'macro_invocation':
        return this.macro(node);
      case 'call_expression':
        return this.call(node);
      case 'field_expression':
        return this.member(node);
      case 'index_expression':
        return this.element(node);
      case 'assignment_expression':
      case 'compound_assignment_expr':
        return this.assignment(node);
      case 'binary_expression':
        return this.binary(node);
      case 'unary_expression':
        return this.prefixed(node);
      case 'closure_expression':
        return { type: 'function', node, fn: this.closure(node) };
      case 'struct_expression':
        return this.structure(node);
      case 'array_expression':
      case 'tuple_expression':
        return { type: 'list', node, items: this.named(node).map((child) => this.expression(child)) };
      default:
        return this.lowerCompound(node);
    }
  }

  /** What holds other expressions: wrappers, conditions, blocks in the middle of an expression. */
  private lowerCompound(node: SyntaxNode): Expression {
    const children = this.named(node).filter((child) => child.kind !== 'mutable_specifier');
    switch (node.kind) {
      case 'try_expression':
      case 'await_expression':
      case 'parenthesized_expression':
      case 'unsafe_block':
      case 'async_block':
      case 'expression_statement':
        return this.wrapped(
          node,
          children.find((child) => child.kind !== 'label'),
        );
      case 'reference_expression':
      case 'type_cast_expression':
        return this.wrapped(node, this.field(node, 'value') ?? undefined);
      case 'generic_function':
        return this.wrapped(node, this.field(node, 'function') ?? undefined);
      case 'let_condition': {
        const pattern = this.field(node, 'pattern');
        const value = this.field(node, 'value');
        if (!pattern || !value) return this.opaque(node);
        return { type: 'assign', node, target: this.target(pattern), value: this.expression(value), operator: null };
      }
      case 'let_declaration':
        return this.binding(node);
      case 'if_expression': {
        const alternative = this.field(node, 'alternative');
        const otherwise = alternative ? this.named(alternative)[0] : undefined;
        const condition = this.field(node, 'condition') ?? undefined;
        return this.choice(node, condition, this.field(node, 'consequence') ?? undefined, otherwise);
      }
      case 'block':
        return this.blockValue(node, children);
      case 'match_expression':
        return this.matchValue(node);
      case 'let_chain':
        return this.opaque(node);
      default:
        return this.opaque(node);
    }
  }

  private wrapped(node: SyntaxNode, inner: SyntaxNode | undefined): Expression {
    return inner ? { ...this.expression(inner), node } : this.opaque(node);
  }

  protected binding(node: SyntaxNode): Expression {
    const pattern = this.field(node, 'pattern');
    const value = this.field(node, 'value');
    if (!pattern || !value) return this.opaque(node);
    return { type: 'assign', node, target: this.target(pattern), value: this.expression(value), operator: null };
  }

  /** A block in the middle of an expression: its statements run, its last expression is its value. */
  private blockValue(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    const last = children.at(-1);
    if (!last || last.kind === 'let_declaration') return this.opaque(node);
    const bindings = children.slice(0, -1).map((child) => this.expression(child));
    return { type: 'comprehension', node, bindings, conditions: [], element: this.expression(last) };
  }

  private matchValue(node: SyntaxNode): Expression {
    const subject = this.field(node, 'value');
    const body = this.field(node, 'body');
    const arms = (body ? this.named(body) : []).filter((arm) => arm.kind === 'match_arm');
    if (!subject) return this.opaque(node);
    const parts = arms.flatMap((arm): readonly Expression[] => {
      const pattern = this.field(arm, 'pattern');
      const value = this.field(arm, 'value');
      if (!pattern || !value) return [];
      const bound: Expression = {
        type: 'assign',
        node: pattern,
        target: this.target(pattern),
        value: this.expression(subject),
        operator: null,
      };
      const guard = this.field(pattern, 'condition');
      const conditions = guard ? [this.expression(guard)] : [];
      return [{ type: 'comprehension', node: arm, bindings: [bound], conditions, element: this.expression(value) }];
    });
    return { type: 'opaque', node, parts };
  }

  /** `std::env::args`: modules in one name, types and their functions as members. */
  private path(node: SyntaxNode): Expression {
    const text = this.text(node)
      .replace(/<[^]*?>/g, '')
      .replace(/::(?=::|$)/g, '');
    const parts = text.split('::').filter((part) => part !== '');
    const type = parts.findIndex((part) => /^[A-Z]/.test(part));
    const head = type < 0 ? parts : parts.slice(0, type + 1);
    let expression: Expression = { type: 'name', node, name: this.qualified(head) };
    for (const property of type < 0 ? [] : parts.slice(type + 1)) {
      expression = { type: 'member', node, object: expression, property };
    }
    return expression;
  }

  /** A path with its first part as the file's `use` declarations say. */
  protected abstract qualified(parts: readonly string[]): string;

  private call(node: SyntaxNode): Expression {
    const callee = this.field(node, 'function');
    const list = this.field(node, 'arguments');
    if (!callee || !list) return this.opaque(node);
    const args = this.named(list);
    // Options and results are what they hold.
    if (/^(Some|Ok|Err|Box::new|Rc::new|Arc::new|Cow::from)$/.test(this.text(callee)) && args[0]) {
      return { ...this.expression(args[0]), node };
    }
    const kept = this.sameValue(callee, args);
    if (kept) return { ...this.expression(kept), node };
    // A text grows in place.
    const [added] = args;
    const receiver = callee.kind === 'field_expression' ? this.field(callee, 'value') : null;
    if (receiver && added && this.text(this.field(callee, 'field')) === 'push_str') {
      const target = this.expression(receiver);
      return { type: 'assign', node, target, value: this.expression(added), operator: '+' };
    }
    const filtered = this.filtered(node, callee, args) ?? this.askedComponents(node, callee, args);
    if (filtered) return filtered;
    const passed = args.map((child): Argument => ({ name: null, value: this.expression(child), spread: false }));
    return { type: 'call', node, callee: this.expression(callee), args: passed, construct: false };
  }

  /** `next.filter(|n| n.starts_with('/'))`: what the test lets through. */
  private filtered(node: SyntaxNode, callee: SyntaxNode, args: readonly SyntaxNode[]): Expression | null {
    const [closure] = args;
    const value = callee.kind === 'field_expression' ? this.field(callee, 'value') : null;
    if (!value || closure?.kind !== 'closure_expression' || this.text(this.field(callee, 'field')) !== 'filter')
      return null;
    const parameters = this.field(closure, 'parameters');
    const [parameter] = parameters ? this.named(parameters) : [];
    const name = parameter?.kind === 'reference_pattern' ? this.named(parameter)[0] : parameter;
    const test = this.field(closure, 'body');
    if (name?.kind !== 'identifier' || !test || test.kind === 'block') return null;
    const target = this.expression(name);
    const bound: Expression = { type: 'assign', node: name, target, value: this.expression(value), operator: null };
    return { type: 'comprehension', node, bindings: [bound], conditions: [this.expression(test)], element: target };
  }

  /** `path.components().any(|c| c == Component::ParentDir)` asks whether the path contains `..`. */
  private askedComponents(node: SyntaxNode, callee: SyntaxNode, args: readonly SyntaxNode[]): Expression | null {
    const value = callee.kind === 'field_expression' ? this.field(callee, 'value') : null;
    const [closure] = args;
    if (!value || !closure || value.kind !== 'call_expression' || !this.text(value).endsWith('.components()'))
      return null;
    const name = this.text(this.field(callee, 'field'));
    const test = this.text(closure);
    const finds = /ParentDir|"\.\."/.test(test) || (/Normal/.test(test) && /!\s*matches!/.test(test));
    const isNormal = /Normal/.test(test) && !/!\s*matches!/.test(test);
    if (!(name === 'any' && finds) && !(name === 'all' && isNormal)) return null;
    const path = this.field(this.field(value, 'function') ?? value, 'value');
    if (!path) return null;
    const asked: Expression = { type: 'member', node: callee, object: this.expression(path), property: 'contains' };
    const parent = { name: null, value: this.literal(node, '..'), spread: false };
    const contains: Expression = { type: 'call', node, callee: asked, args: [parent], construct: false };
    return name === 'any' ? contains : { type: 'unary', node, operator: '!', operand: contains };
  }

  /** `name.clone()`, `String::from("a")`, `x.unwrap()`: the same data in another wrapping. */
  private sameValue(callee: SyntaxNode, args: readonly SyntaxNode[]): SyntaxNode | null {
    if (args.length === 1 && /^(std::string::)?String::from$/.test(this.text(callee))) return args[0] ?? null;
    if (callee.kind !== 'field_expression') return null;
    const name = this.text(this.field(callee, 'field'));
    const isSame = args.length === 0 ? sameWithout.has(name) : args.length === 1 && name === 'expect';
    return isSame ? this.field(callee, 'value') : null;
  }

  private member(node: SyntaxNode): Expression {
    const object = this.field(node, 'value');
    const property = this.field(node, 'field');
    if (!object || !property) return this.opaque(node);
    const holder = this.expression(object);
    // The first field of a tuple struct is what an extractor holds.
    if (property.kind === 'integer_literal')
      return { type: 'index', node, object: holder, key: this.expression(property) };
    const member: Expression = { type: 'member', node, object: holder, property: this.text(property) };
    // What is written to or called keeps its name.
    const isPlace = node.field === 'left' || node.field === 'function';
    return !isPlace && this.isNumeric(member.property) ? numberOf(node, { ...member, node: property }) : member;
  }

  private element(node: SyntaxNode): Expression {
    const [object, key] = this.named(node);
    if (!object) return this.opaque(node);
    // A slice of a text is the text.
    if (key?.kind === 'range_expression') return { ...this.expression(object), node };
    return { type: 'index', node, object: this.expression(object), key: this.optional(key ?? null) };
  }

  private assignment(node: SyntaxNode): Expression {
    const target = this.field(node, 'left');
    const value = this.field(node, 'right');
    if (!target || !value) return this.opaque(node);
    const operator = this.text(this.field(node, 'operator')).slice(0, -1) || null;
    return { type: 'assign', node, target: this.expression(target), value: this.expression(value), operator };
  }

  private prefixed(node: SyntaxNode): Expression {
    const operator = node.children[0]?.kind ?? '';
    const operand = this.named(node)[0];
    if (!operand) return this.opaque(node);
    return operator === '*' ? { ...this.expression(operand), node } : this.unary(node, operand, operator);
  }

  private structure(node: SyntaxNode): Expression {
    const body = this.field(node, 'body');
    const entries = (body ? this.named(body) : []).map((one): Entry => {
      const value = this.field(one, 'value') ?? this.named(one)[0] ?? one;
      const field = this.field(one, 'field') ?? (one.kind === 'shorthand_field_initializer' ? value : null);
      return { key: field ? this.text(field) : null, value: this.expression(value) };
    });
    return { type: 'record', node, entries };
  }
}
