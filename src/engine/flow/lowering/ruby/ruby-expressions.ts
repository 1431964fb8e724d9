import type { SyntaxNode, SyntaxTree } from '../../../tree/syntax-tree.js';
import type { Expression, FunctionUnit, Statement } from '../../core-tree.js';
import { parseNumber } from '../lowering-base.js';
import { RubyLiterals } from './ruby-literals.js';
import { RubyLocals } from './ruby-locals.js';
import { rubyParameters } from './ruby-parameters.js';

/** Expressions that only wrap another. */
const wrappers: ReadonlySet<string> = new Set([
  'splat_argument',
  'hash_splat_argument',
  'rest_assignment',
  'interpolation',
  'pattern',
  'in',
]);
const operators: Readonly<Record<string, string>> = { and: '&&', or: '||' };
/** Blocks whose last statement is their value. */
const bodies: ReadonlySet<string> = new Set([
  'statement_list',
  'body_statement',
  'begin_block',
  'else_block',
  'default_clause',
  'parenthesized_statements',
  'try_statement',
]);

/** Ruby's expressions; calls are in ruby-calls.ts, statements in ruby-lowering.ts. */
export abstract class RubyExpressions extends RubyLiterals {
  protected readonly locals: RubyLocals;

  constructor(tree: SyntaxTree) {
    super(tree);
    this.locals = new RubyLocals(tree);
  }

  protected abstract call(node: SyntaxNode): Expression;
  /** Statements of a function's body, whose last value is what it returns. */
  protected abstract functionBody(body: SyntaxNode): readonly Statement[];

  protected unit(node: SyntaxNode, className: string | null): FunctionUnit {
    const body =
      node.kind === 'lambda' ? this.field(this.field(node, 'body') ?? node, 'body') : this.field(node, 'body');
    let lowered: readonly Statement[] | undefined;
    return {
      name: this.text(this.field(node, 'name')) || null,
      node,
      className,
      annotations: [],
      parameters: rubyParameters(this.tree, node),
      body: () => (lowered ??= body ? this.functionBody(body) : []),
    };
  }

  protected override lowerExpression(node: SyntaxNode): Expression {
    const children = this.named(node);
    if (wrappers.has(node.kind)) return children[0] ? this.expression(children[0]) : this.opaque(node);
    if (bodies.has(node.kind)) return this.result(node, children);
    switch (node.kind) {
      case 'identifier':
        return this.identifier(node);
      case 'self':
      case 'constant':
      case 'global_variable':
      case 'super':
        return { type: 'name', node, name: this.text(node) };
      case 'instance_variable':
      case 'class_variable':
        return { type: 'member', node, object: { type: 'name', node, name: 'self' }, property: this.text(node) };
      case 'scope_resolution': {
        const object = this.field(node, 'object');
        const property = this.text(this.field(node, 'property'));
        if (!object) return { type: 'name', node, name: property };
        return { type: 'member', node, object: this.expression(object), property };
      }
      case 'integer':
      case 'float':
        return this.literal(node, parseNumber(this.text(node)) ?? 0);
      case 'true':
      case 'false':
        return this.literal(node, node.kind === 'true');
      case 'nil':
        return this.literal(node, null);
      case 'simple_symbol':
      case 'hash_key_symbol':
        return this.literal(node, this.text(node).replace(/^:/, ''));
      case 'character':
        return this.literal(node, this.text(node).slice(1));
      case 'string':
      case 'bare_string':
      case 'bare_symbol':
      case 'delimited_symbol':
      case 'subshell':
      case 'heredoc_beginning':
        return this.string(node);
      case 'chained_string':
        return { type: 'compose', node, parts: children.map((child) => this.expression(child)) };
      case 'regex':
        return this.regex(node, children);
      case 'array':
      case 'string_array':
      case 'symbol_array':
      case 'left_assignment_list':
      case 'right_assignment_list':
      case 'destructured_left_assignment':
        return { type: 'list', node, items: children.map((child) => this.target(child)) };
      case 'hash':
        return { type: 'record', node, entries: children.map((child) => this.entry(child)) };
      case 'subscript_expression': {
        const object = this.field(node, 'object');
        const key = this.field(node, 'index');
        if (!object) return this.opaque(node);
        return {
          type: 'index',
          node,
          object: this.expression(object),
          key: key && key.kind !== 'range' ? this.expression(key) : null,
        };
      }
      case 'assignment':
      case 'augmented_assignment':
        return this.assignment(node);
      case 'binary_expression':
        return this.binaryExpression(node);
      case 'unary_expression':
        return this.unaryExpression(node);
      case 'ternary_expression':
      case 'if_statement':
        return this.conditional(node);
      case 'switch_statement':
        return this.caseValue(node);
      case 'lambda':
        return { type: 'function', node, fn: this.unit(node, null) };
      case 'call':
        return this.call(node);
      default:
        return this.opaque(node);
    }
  }

  private identifier(node: SyntaxNode): Expression {
    const name: Expression = { type: 'name', node, name: this.text(node) };
    return this.locals.isVariable(node) ? name : { type: 'call', node, callee: name, args: [], construct: false };
  }

  /** An assignable expression: `a.b = 1` assigns a member where `a.b` reads by a call. */
  protected target(node: SyntaxNode): Expression {
    const object = node.kind === 'call' && !this.field(node, 'arguments') ? this.field(node, 'object') : null;
    const name = this.field(node, 'name');
    if (!object || !name || node.field !== 'left') return this.expression(node);
    return { type: 'member', node, object: this.expression(object), property: this.text(name) };
  }

  protected assignment(node: SyntaxNode): Expression {
    const left = this.field(node, 'left');
    const right = this.field(node, 'right');
    if (!left || !right) return this.opaque(node);
    const target = this.target(left);
    const value = this.expression(right);
    const operator = node.kind === 'augmented_assignment' ? this.text(this.field(node, 'operator')).slice(0, -1) : null;
    if (operator === '||' || operator === '&&')
      return {
        type: 'assign',
        node,
        target,
        value: { type: 'binary', node, operator, left: target, right: value },
        operator: null,
      };
    return { type: 'assign', node, target, value, operator: operator === '<<' ? '+' : operator };
  }

  private binaryExpression(node: SyntaxNode): Expression {
    const left = this.field(node, 'left');
    const right = this.field(node, 'right');
    const operator = this.text(this.field(node, 'operator'));
    if (!left || !right) return this.opaque(node);
    if (operator === '+') return this.binary(node);
    if (operator === '<<')
      return { type: 'assign', node, target: this.target(left), value: this.expression(right), operator: '+' };
    if (operator === '=~' || operator === '!~') {
      const callee: Expression = { type: 'member', node: left, object: this.expression(left), property: 'match?' };
      const args = [{ name: null, value: this.expression(right), spread: false }];
      const match: Expression = { type: 'call', node, callee, args, construct: false };
      return operator === '=~' ? match : { type: 'unary', node, operator: '!', operand: match };
    }
    if (operator === '%') {
      const text = this.expression(left);
      if (text.type === 'literal' && typeof text.value === 'string') {
        const given = this.expression(right);
        return this.format(node, text.value, given.type === 'list' ? given.items : [given]);
      }
    }
    return this.operation(node, operators[operator] ?? operator, left, right);
  }

  private unaryExpression(node: SyntaxNode): Expression {
    const operator = this.text(this.field(node, 'operator'));
    return this.unary(node, this.field(node, 'operand'), operator === 'defined?' ? 'typeof' : operator);
  }

  /** The value of a block is that of its last statement. */
  private result(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    const last = children.filter((child) => !/_clause$|^heredoc_body$/.test(child.kind)).at(-1);
    return last ? { ...this.expression(last), node } : this.literal(node, null);
  }

  private conditional(node: SyntaxNode): Expression {
    const condition = this.condition(node);
    const [first, second] = ['consequence', 'alternative'].map((name): Expression => {
      const branch = this.field(node, name);
      if (!branch) return this.literal(node, null);
      return branch.kind === 'elif_clause' ? this.conditional(branch) : this.expression(branch);
    });
    if (!first || !second) return this.opaque(node);
    return { type: 'choice', node, condition, whenTrue: first, whenFalse: second };
  }

  /** The condition under which the consequence runs, also of an `unless`. */
  protected condition(node: SyntaxNode): Expression {
    const asked = this.expression(this.field(node, 'condition') ?? node);
    const negated = node.children.some((child) => child.kind === 'unless' || child.kind === 'until');
    return negated ? { type: 'unary', node: asked.node, operator: '!', operand: asked } : asked;
  }

  /** `case x when 'a' then b else c end` as a chain of choices. */
  private caseValue(node: SyntaxNode): Expression {
    const subject = this.field(node, 'value');
    const otherwise = node.children.find((child) => child.kind === 'default_clause');
    let rest: Expression = otherwise ? this.expression(otherwise) : this.literal(node, null);
    for (const clause of this.named(node)
      .filter((child) => child.kind === 'case_statement')
      .toReversed()) {
      const body = this.field(clause, 'body');
      const value = body ? this.expression(body) : this.literal(clause, null);
      for (const test of this.fields(clause, 'pattern')) {
        const right = this.expression(test);
        const condition: Expression = subject
          ? { type: 'binary', node: test, operator: '==', left: this.expression(subject), right }
          : right;
        rest = { type: 'choice', node: clause, condition, whenTrue: value, whenFalse: rest };
      }
    }
    return { ...rest, node };
  }
}
