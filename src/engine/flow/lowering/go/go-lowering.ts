import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Argument, Expression, Statement, SwitchCase } from '../../core-tree.js';
import { goTypeName, strictParsers, validators } from './go-calls.js';
import { GoExpressions } from './go-expressions.js';

/** Go into the core tree. */
export class GoLowering extends GoExpressions {
  module(root: SyntaxNode): readonly Statement[] {
    return this.block(root, this.blocks);
  }

  protected override lowerStatement(node: SyntaxNode): readonly Statement[] {
    switch (node.kind) {
      case 'expression_statement':
      case 'defer_statement':
      case 'go_statement':
        return this.named(node).map((child) => ({ type: 'expression', node, value: this.expression(child) }));
      case 'short_var_declaration':
        return this.bindings(node, this.field(node, 'left'), this.field(node, 'right'), null);
      case 'assignment_statement':
        return this.assignment(node);
      case 'var_declaration':
      case 'const_declaration':
        return this.specs(node).flatMap((spec) => this.variables(spec));
      case 'block':
      case 'statement_list':
        return [{ type: 'block', node, body: this.named(node).flatMap((child) => this.block(child, this.blocks)) }];
      case 'if_statement':
        return this.branch(node);
      case 'for_statement':
        return [this.loop(node)];
      case 'expression_switch_statement':
        return this.expressionSwitch(node);
      case 'type_switch_statement':
        return this.typeSwitch(node);
      case 'select_statement':
        return [this.select(node)];
      case 'return_statement':
        return [{ type: 'return', node, value: this.optional(this.named(node)[0] ?? null) }];
      case 'break_statement':
      case 'continue_statement':
      case 'goto_statement':
        return [{ type: 'jump', node }];
      case 'labeled_statement':
        return this.named(node)
          .slice(1)
          .flatMap((child) => this.statement(child));
      case 'function_declaration':
      case 'method_declaration':
        return [{ type: 'function', node, fn: this.unit(node) }];
      case 'send_statement':
      case 'inc_statement':
      case 'dec_statement':
        return [{ type: 'expression', node, value: this.opaque(node) }];
      case 'package_clause':
      case 'import_declaration':
      case 'type_declaration':
      case 'fallthrough_statement':
      case 'empty_statement':
        return [];
      default:
        return [{ type: 'expression', node, value: this.expression(node) }];
    }
  }

  private specs(node: SyntaxNode): readonly SyntaxNode[] {
    return this.named(node).flatMap((child) => (child.kind.endsWith('_spec_list') ? this.named(child) : [child]));
  }

  private variables(spec: SyntaxNode): readonly Statement[] {
    const names = this.fields(spec, 'name');
    const type = this.field(spec, 'type');
    const values = this.field(spec, 'value');
    const declaredType = type ? goTypeName(this.text(type)) : null;
    const given = values ? this.named(values) : [];
    const [single] = given;
    if (single && given.length === 1 && names.length > 1) return this.spread(spec, names, single);
    return names.map((name, index) => this.declare(name, given[index] ?? null, declaredType));
  }

  private declare(name: SyntaxNode, value: SyntaxNode | null, declaredType: string | null): Statement {
    this.tests.delete(this.text(name));
    const target = this.expression(name);
    return {
      type: 'declare',
      node: name,
      target,
      value: this.optional(value),
      declaredType: declaredType ?? this.madeType(value),
    };
  }

  /** `&Server{…}` and `new(Server)` are a Server. */
  private madeType(value: SyntaxNode | null): string | null {
    const made = value?.kind === 'unary_expression' ? this.field(value, 'operand') : value;
    const type = made?.kind === 'composite_literal' ? this.field(made, 'type') : null;
    return type && /^(?:type_identifier|qualified_type)$/.test(type.kind) ? this.text(type) : null;
  }

  private bindings(
    node: SyntaxNode,
    left: SyntaxNode | null,
    right: SyntaxNode | null,
    operator: string | null,
  ): readonly Statement[] {
    if (!left || !right) return [{ type: 'expression', node, value: this.opaque(node) }];
    const targets = left.kind === 'expression_list' ? this.named(left) : [left];
    const values = right.kind === 'expression_list' ? this.named(right) : [right];
    const [single] = values;
    if (single && values.length === 1 && targets.length > 1) return this.spread(node, targets, single);
    return targets.map((target, index): Statement => {
      const value = values[index] ?? null;
      if (target.kind === 'identifier' && operator === null) {
        const declared = this.declare(target, value, null);
        const test = value && targets.length === 1 ? this.validation(value) : null;
        if (test) this.tests.set(this.text(target), test);
        return declared;
      }
      return {
        type: 'expression',
        node,
        value: {
          type: 'assign',
          node,
          target: this.expression(target),
          value: value ? this.expression(value) : { type: 'opaque', node, parts: [] },
          operator,
        },
      };
    });
  }

  private assignment(node: SyntaxNode): readonly Statement[] {
    const operator = this.text(this.field(node, 'operator')).slice(0, -1) || null;
    return this.bindings(node, this.field(node, 'left'), this.field(node, 'right'), operator);
  }

  /**
   * `v, err := f(x)`: what goes in comes out as the first results, the last one only says whether. `v, ok := m[k]` asks for
   * membership, and a parser that did not fail proves its argument.
   */
  private spread(node: SyntaxNode, targets: readonly SyntaxNode[], source: SyntaxNode): readonly Statement[] {
    const last = targets.at(-1);
    const says = last !== undefined && /^(?:err|ok|found|exists|_|\w*(?:Err|Ok|OK))$/.test(this.text(last));
    const value = this.expression(source);
    for (const target of targets) this.tests.delete(this.text(target));
    const items = targets.map((target, index): Expression => {
      return says && index === targets.length - 1
        ? { type: 'opaque', node: target, parts: [] }
        : this.expression(target);
    });
    const [first] = items;
    const target: Expression = says && items.length === 2 && first ? first : { type: 'list', node, items };
    // Where the path lies below the folder is asked of this name, and says it of the path.
    if (first?.type === 'name' && /^filepath\.Rel\(/.test(this.text(source)) && value.type === 'call') {
      const callee: Expression = { type: 'member', node: source, object: value.callee, property: 'relative' };
      this.tests.set(first.name, { ...value, callee });
    }
    const test = says ? this.testOf(source, value) : null;
    if (last && test) this.tests.set(this.text(last), test);
    return [{ type: 'declare', node, target, value, declaredType: null }];
  }

  /** `err := validatePath(p)`: no error says that the validator was content. */
  private validation(source: SyntaxNode): Expression | null {
    const called = source.kind === 'call_expression' ? this.text(this.field(source, 'function')) : '';
    if (!validators.test(called.slice(called.lastIndexOf('.') + 1))) return null;
    const value = this.expression(source);
    return value.type === 'call' ? this.proof(source, 'validated', value.args) : null;
  }

  /** A question that guards understand, about arguments; it never has a value that would decide a branch. */
  private proof(node: SyntaxNode, name: string, args: readonly Argument[]): Expression {
    return { type: 'call', node, callee: { type: 'name', node, name }, args, construct: false };
  }

  private testOf(source: SyntaxNode, value: Expression): Expression | null {
    if (value.type === 'index' && value.key) {
      const callee: Expression = { type: 'member', node: source, object: value.object, property: 'has' };
      const args = [{ name: null, value: value.key, spread: false }];
      return { type: 'call', node: source, callee, args, construct: false };
    }
    if (value.type !== 'call') return null;
    const isParser = strictParsers.has(this.text(this.field(source, 'function')));
    return isParser ? this.proof(source, 'isNumeric', value.args.slice(0, 1)) : this.validation(source);
  }

  private branch(node: SyntaxNode): readonly Statement[] {
    const initializer = this.field(node, 'initializer');
    const before = initializer ? this.statement(initializer) : [];
    const branch: Statement = {
      type: 'if',
      node,
      condition: this.expression(this.field(node, 'condition') ?? node),
      whenTrue: this.block(this.field(node, 'consequence'), this.blocks).flatMap(unwrapped),
      whenFalse: this.block(this.field(node, 'alternative'), this.blocks).flatMap(unwrapped),
    };
    return [...before, branch];
  }

  private loop(node: SyntaxNode): Statement {
    const range = node.children.find((child) => child.kind === 'range_clause');
    const clause = node.children.find((child) => child.kind === 'for_clause');
    const condition = clause
      ? this.field(clause, 'condition')
      : this.named(node).find((child) => child.field === null && child !== range);
    const each = range ? this.each(range) : null;
    const start = clause ? this.field(clause, 'initializer') : null;
    const step = clause ? this.field(clause, 'update') : null;
    return {
      type: 'loop',
      node,
      condition: range ? null : this.optional(condition ?? null),
      each,
      before: start ? this.statement(start) : [],
      body: [
        ...this.block(this.field(node, 'body'), this.blocks).flatMap(unwrapped),
        ...(step ? this.statement(step) : []),
      ],
    };
  }

  /** The second variable is the element; the only one is an index, or what a channel gives. */
  private each(range: SyntaxNode): { target: Expression; iterable: Expression } | null {
    const left = this.field(range, 'left');
    const right = this.field(range, 'right');
    const targets = left ? this.named(left) : [];
    const target = targets[1];
    if (!right || !target) return null;
    return { target: this.expression(target), iterable: this.expression(right) };
  }

  private expressionSwitch(node: SyntaxNode): readonly Statement[] {
    const initializer = this.field(node, 'initializer');
    const before = initializer ? this.statement(initializer) : [];
    const subject = this.field(node, 'value');
    const clauses = this.named(node).filter((child) => /_case$/.test(child.kind));
    if (!subject) return [...before, ...this.conditions(node, clauses)];
    const cases = clauses.map((clause): SwitchCase => {
      const tests = this.field(clause, 'value');
      return {
        tests: tests ? this.named(tests).map((test) => this.expression(test)) : [],
        body: this.clauseBody(clause),
        fallsThrough: clause.subtreeEnd > 0 && this.fallsThrough(clause),
      };
    });
    return [...before, { type: 'switch', node, subject: this.expression(subject), cases }];
  }

  /** `switch { case a: … case b: … default: … }` is a chain of `if`. */
  private conditions(node: SyntaxNode, clauses: readonly SyntaxNode[]): readonly Statement[] {
    const otherwise = clauses.find((clause) => clause.kind === 'default_case');
    let rest: readonly Statement[] = otherwise ? this.clauseBody(otherwise) : [];
    for (const clause of clauses.toReversed()) {
      const tests = this.field(clause, 'value');
      const [first] = tests ? this.named(tests) : [];
      if (!first) continue;
      rest = [
        {
          type: 'if',
          node: clause,
          condition: this.expression(first),
          whenTrue: this.clauseBody(clause),
          whenFalse: rest,
        },
      ];
    }
    return [{ type: 'block', node, body: rest }];
  }

  private typeSwitch(node: SyntaxNode): readonly Statement[] {
    const value = this.field(node, 'value');
    const alias = this.field(node, 'alias');
    const name = alias ? this.named(alias)[0] : undefined;
    const before = name && value ? [this.declare(name, value, null)] : [];
    const clauses = this.named(node).filter((child) => /_case$/.test(child.kind));
    const cases = clauses.map((clause): SwitchCase => {
      const isDefault = clause.kind === 'default_case';
      return {
        tests: isDefault ? [] : [{ type: 'opaque', node: clause, parts: [] }],
        body: this.clauseBody(clause),
        fallsThrough: false,
      };
    });
    const subject: Expression = { type: 'opaque', node: value ?? node, parts: value ? [this.expression(value)] : [] };
    return [...before, { type: 'switch', node, subject, cases }];
  }

  private select(node: SyntaxNode): Statement {
    const cases = this.named(node).map((clause): SwitchCase => {
      const communication = this.field(clause, 'communication');
      const received = communication ? this.received(communication) : [];
      return {
        tests: communication ? [{ type: 'opaque', node: communication, parts: [] }] : [],
        body: [...received, ...this.clauseBody(clause)],
        fallsThrough: false,
      };
    });
    return { type: 'switch', node, subject: { type: 'opaque', node, parts: [] }, cases };
  }

  private received(communication: SyntaxNode): readonly Statement[] {
    if (communication.kind !== 'receive_statement') return this.statement(communication);
    return this.bindings(communication, this.field(communication, 'left'), this.field(communication, 'right'), null);
  }

  private clauseBody(clause: SyntaxNode): readonly Statement[] {
    return this.named(clause)
      .filter((child) => child.field === null)
      .flatMap((child) => this.block(child, this.blocks))
      .flatMap(unwrapped);
  }

  private fallsThrough(clause: SyntaxNode): boolean {
    const list = clause.children.find((child) => child.kind === 'statement_list');
    return (list ? this.named(list) : []).at(-1)?.kind === 'fallthrough_statement';
  }
}

/** A block's list of statements is a node of its own in Go's grammar. */
function unwrapped(statement: Statement): readonly Statement[] {
  return statement.type === 'block' && statement.node.kind === 'statement_list' ? statement.body : [statement];
}
