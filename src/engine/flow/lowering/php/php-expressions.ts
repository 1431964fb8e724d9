import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Argument, Expression, FunctionUnit, Statement } from '../../core-tree.js';
import { parseNumber } from '../lowering-base.js';
import { builtinCall, functionCall } from './php-calls.js';
import { attributesOf, isPrivate, lastSegment, phpParameters, promotedFields } from './php-functions.js';
import { comparisonQuestion } from './php-guards.js';
import { negative, PhpLiterals } from './php-literals.js';
import { validatedFields } from './php-validation.js';

/** Expressions that only wrap another. */
const wrappers: ReadonlySet<string> = new Set([
  'parenthesized_expression',
  'error_suppression_expression',
  'argument',
  'array_element_initializer',
  'variadic_unpacking',
  'by_ref',
  'clone_expression',
]);
const superglobal = /^\$_(GET|POST|REQUEST|COOKIE|SERVER|FILES|SESSION|ENV)$|^\$HTTP_RAW_POST_DATA$/;
const numberCast = /^\(?\s*(int|integer|float|double|real|bool|boolean)\s*\)?$/i;
/** Longer match expressions are not taken apart: each arm nests the next. */
const maximumArms = 32;
const operators: Readonly<Record<string, string>> = { and: '&&', or: '||', '<>': '!=' };
/** Constants that are text nobody outside chooses. */
const textConstants = /^(__\w+__|PHP_EOL|DIRECTORY_SEPARATOR|PATH_SEPARATOR|PHP_OS)$/;

/** PHP's expressions and functions; statements are in php-lowering.ts. */
export abstract class PhpExpressions extends PhpLiterals {
  protected readonly blocks: ReadonlySet<string> = new Set([
    'compound_statement',
    'program',
    'colon_block',
    'declaration_list',
  ]);
  protected className: string | null = null;

  protected unit(node: SyntaxNode): FunctionUnit {
    const className = this.className;
    const body = this.field(node, 'body');
    let lowered: readonly Statement[] | undefined;
    const lower = (): readonly Statement[] => {
      if (!body) return [];
      if (body.kind !== 'compound_statement') return [{ type: 'return', node: body, value: this.expression(body) }];
      const outer = this.className;
      this.className = className;
      const statements = [...promotedFields(this.tree, node), ...this.block(body, this.blocks)];
      this.className = outer;
      return statements;
    };
    return {
      name: this.text(this.field(node, 'name')) || null,
      node,
      className,
      confined: isPrivate(this.tree, node),
      annotations: attributesOf(this.tree, node),
      parameters: phpParameters(this.tree, node),
      body: () => (lowered ??= lower()),
    };
  }

  protected override lowerExpression(node: SyntaxNode): Expression {
    const children = this.named(node);
    if (wrappers.has(node.kind)) {
      const inner = children.at(-1);
      return inner ? this.expression(inner) : this.opaque(node);
    }
    switch (node.kind) {
      case 'variable_name':
        return this.variable(node);
      case 'name':
      case 'qualified_name':
      case 'relative_scope':
        return this.constantName(node);
      case 'integer':
      case 'float':
        return this.literal(node, parseNumber(this.text(node)) ?? 0);
      case 'boolean':
        return this.literal(node, this.text(node).toLowerCase() === 'true');
      case 'null':
        return this.literal(node, null);
      case 'string':
      case 'encapsed_string':
      case 'heredoc':
      case 'nowdoc':
      case 'shell_command_expression':
        return this.string(node);
      case 'array_creation_expression':
        return this.array(node, children);
      case 'list_literal':
        return { type: 'list', node, items: children.map((child) => this.expression(child)) };
      case 'sequence_expression':
        return { type: 'list', node, items: children.map((child) => this.expression(child)) };
      case 'assignment_expression':
      case 'reference_assignment_expression':
      case 'augmented_assignment_expression':
        return this.assignment(node);
      case 'update_expression': {
        const target = this.field(node, 'argument');
        if (!target) return this.opaque(node);
        return {
          type: 'assign',
          node,
          target: this.expression(target),
          value: this.literal(node, 1),
          operator: this.text(node).includes('++') ? '+' : '-',
        };
      }
      case 'binary_expression':
        return this.binaryExpression(node);
      case 'unary_op_expression':
        return this.unary(node, this.field(node, 'argument'), this.text(this.field(node, 'operator')));
      case 'conversion_expression': {
        const value = this.field(node, 'value');
        if (!value) return this.opaque(node);
        return numberCast.test(this.text(this.field(node, 'type')))
          ? functionCall(node, 'intval', [this.expression(value)])
          : { ...this.expression(value), node };
      }
      case 'conditional_expression': {
        const [condition, first, second] = ['condition', 'consequence', 'alternative'].map((name) =>
          this.field(node, name),
        );
        if (!first) return this.operation(node, '||', condition, second);
        return this.choice(node, condition ?? undefined, first, second ?? undefined);
      }
      case 'match_expression':
        return this.matchValue(node);
      case 'member_access_expression':
      case 'scoped_property_access_expression':
      case 'class_constant_access_expression':
        return this.member(node);
      case 'subscript_expression': {
        const object = this.field(node, 'object');
        if (!object) return this.opaque(node);
        const key = this.field(node, 'index');
        // Inside a text `"$row[name]"` writes the key without quotes.
        const bare = key?.kind === 'name' && node.parent?.kind === 'encapsed_string';
        const index = bare ? this.literal(key, this.text(key)) : this.optional(key);
        return { type: 'index', node, object: this.expression(object), key: index };
      }
      case 'include_expression':
      case 'include_once_expression':
      case 'require_expression':
      case 'require_once_expression':
        return functionCall(
          node,
          node.kind.replace('_expression', ''),
          children.map((child) => this.expression(child)),
        );
      case 'function_call_expression':
      case 'member_call_expression':
      case 'scoped_call_expression':
      case 'object_creation_expression':
        return this.call(node);
      case 'anonymous_function':
      case 'arrow_function':
        return { type: 'function', node, fn: this.unit(node) };
      default:
        return this.opaque(node);
    }
  }

  private variable(node: SyntaxNode): Expression {
    const text = this.text(node);
    if (text === '$this') return { type: 'name', node, name: 'this' };
    if (!superglobal.test(text)) return { type: 'name', node, name: text };
    return { type: 'member', node, object: { type: 'name', node, name: 'Superglobals' }, property: text.slice(1) };
  }

  private constantName(node: SyntaxNode): Expression {
    const name = lastSegment(this.text(node));
    if (textConstants.test(name)) return this.literal(node, name);
    return { type: 'name', node, name: name === 'self' || name === 'static' ? 'this' : name };
  }

  private assignment(node: SyntaxNode): Expression {
    const left = this.field(node, 'left');
    const right = this.field(node, 'right');
    if (!left || !right) return this.opaque(node);
    const value = this.expression(right);
    const keyed =
      left.kind === 'list_literal' || left.kind === 'array_creation_expression' ? this.keyedTargets(left, value) : null;
    if (keyed) return { type: 'list', node, items: keyed };
    const target = this.expression(left);
    const operator = this.text(this.field(node, 'operator'));
    if (operator === '??=')
      return {
        type: 'assign',
        node,
        target,
        value: { type: 'binary', node, operator: '??', left: target, right: value },
        operator: null,
      };
    if (operator === '.=') {
      // Text grows; `compose` knows that it was put together.
      return { type: 'assign', node, target, value: { type: 'compose', node, parts: [target, value] }, operator: null };
    }
    const arithmetic = node.kind === 'augmented_assignment_expression' ? operator.slice(0, -1) : null;
    if (arithmetic === '+') return { type: 'assign', node, target, value: negative(value), operator: '-' };
    return { type: 'assign', node, target, value, operator: arithmetic };
  }

  private binaryExpression(node: SyntaxNode): Expression {
    const operatorOf = (link: SyntaxNode): string => this.text(this.field(link, 'operator')).toLowerCase();
    const operator = operatorOf(node);
    if (operator === '.') {
      const sum = this.sum(node, (link) => link.kind === node.kind && operatorOf(link) === '.');
      return sum.type === 'sum' ? { ...sum, type: 'compose' } : sum;
    }
    const lowered = this.operation(
      node,
      operators[operator] ?? operator,
      this.field(node, 'left'),
      this.field(node, 'right'),
    );
    if (lowered.type === 'binary') {
      const asked = comparisonQuestion(node, lowered.operator, lowered.left, lowered.right);
      if (asked) return asked;
    }
    if (operator !== '+' || lowered.type !== 'binary') return lowered;
    return { ...lowered, operator: '-', right: negative(lowered.right) };
  }

  /** `match (x) { 1, 2 => a, default => b }` as a chain of choices; `match (true)` asks its conditions themselves. */
  private matchValue(node: SyntaxNode): Expression {
    const subject = this.field(node, 'condition');
    const body = this.field(node, 'body');
    const arms = body ? this.named(body) : [];
    if (!subject || arms.length > maximumArms) return this.opaque(node);
    const asked = this.expression(subject);
    const asksTruth = asked.type === 'literal' && asked.value === true;
    let rest: Expression = { type: 'opaque', node, parts: [] };
    for (const arm of arms.toReversed()) {
      const result = this.field(arm, 'return_expression');
      const value: Expression = result ? this.expression(result) : { type: 'opaque', node: arm, parts: [] };
      const tests = this.field(arm, 'conditional_expressions');
      if (!tests) {
        rest = value;
        continue;
      }
      for (const test of this.named(tests)) {
        const right = this.expression(test);
        const condition: Expression = asksTruth
          ? right
          : { type: 'binary', node: test, operator: '==', left: asked, right };
        rest = { type: 'choice', node: arm, condition, whenTrue: value, whenFalse: rest };
      }
    }
    return { ...rest, node };
  }

  private member(node: SyntaxNode): Expression {
    const object = this.field(node, 'object');
    const property = this.field(node, 'property');
    if (!object || !property) return this.opaque(node);
    const name = this.text(property);
    if (name === 'class') return this.literal(node, this.text(object));
    const holder = this.expression(object);
    const computed = node.kind === 'member_access_expression' && property.kind !== 'name';
    return computed
      ? { type: 'index', node, object: holder, key: this.expression(property) }
      : { type: 'member', node, object: holder, property: name };
  }

  private call(node: SyntaxNode): Expression {
    const list = this.field(node, 'arguments');
    const args = (list ? this.named(list) : []).map((child): Argument => {
      const name = this.field(child, 'name');
      const value = this.named(child).at(-1) ?? child;
      return {
        name: name ? this.text(name) : null,
        value: this.expression(value),
        spread: value.kind === 'variadic_unpacking',
      };
    });
    const construct = node.kind === 'object_creation_expression';
    const called = this.field(node, 'function') ?? this.field(node, 'name') ?? this.field(node, 'type');
    if (!called) return this.opaque(node);
    if (called.kind === 'anonymous_class')
      return { type: 'opaque', node, parts: [...args.map(({ value }) => value), ...this.methodsOf(called)] };
    const object = this.field(node, 'object');
    if (object) {
      const callee: Expression = {
        type: 'member',
        node: called,
        object: this.expression(object),
        property: this.text(called),
      };
      return validatedFields(node, callee, args) ?? { type: 'call', node, callee, args, construct };
    }
    const callee = this.expression(called);
    const known = callee.type === 'name' && !construct ? builtinCall(node, callee.name, args) : null;
    return known ?? { type: 'call', node, callee, args, construct };
  }

  /** Methods of an anonymous class, as if they were closures. */
  private methodsOf(anonymous: SyntaxNode): readonly Expression[] {
    const body = this.field(anonymous, 'body');
    const methods = (body ? this.named(body) : []).filter((member) => member.kind === 'method_declaration');
    return methods.map((member) => ({ type: 'function', node: member, fn: this.unit(member) }));
  }
}
