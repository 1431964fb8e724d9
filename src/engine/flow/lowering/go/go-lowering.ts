import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Expression, Statement, SwitchCase } from '../../core-tree.js';
import { goTypeName } from './go-calls.js';
import { GoBindings } from './go-bindings.js';

/** Go into the core tree. */
export class GoLowering extends GoBindings {
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
      case 'type_declaration':
        return this.named(node).flatMap((spec) => this.structType(spec));
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
        return [{ type: 'expression', node, value: this.sent(node) }];
      case 'inc_statement':
      case 'dec_statement':
        return [{ type: 'expression', node, value: this.opaque(node) }];
      case 'package_clause':
      case 'import_declaration':
      case 'fallthrough_statement':
      case 'empty_statement':
        return [];
      default:
        return [{ type: 'expression', node, value: this.expression(node) }];
    }
  }

  /** A struct is a class whose methods stand elsewhere. */
  private structType(spec: SyntaxNode): readonly Statement[] {
    const type = this.field(spec, 'type');
    const list = type?.kind === 'struct_type' ? this.named(type)[0] : undefined;
    if (!list) return [];
    const body = this.named(list).flatMap((field) =>
      this.fields(field, 'name').map((name): Statement => {
        const declaredType = goTypeName(this.text(this.field(field, 'type')));
        const target: Expression = { type: 'name', node: name, name: `this.${this.text(name)}` };
        return { type: 'declare', node: name, target, value: null, declaredType };
      }),
    );
    return [{ type: 'class', node: spec, name: this.text(this.field(spec, 'name')), body }];
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
    const clauses = this.named(node).filter((child) => child.kind.endsWith('_case'));
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
    const clauses = this.named(node).filter((child) => child.kind.endsWith('_case'));
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

  /** `channel <- value`: the value is what the channel gives, somewhere. */
  private sent(node: SyntaxNode): Expression {
    const channel = this.field(node, 'channel');
    const value = this.field(node, 'value');
    if (!channel || !value) return this.opaque(node);
    const target: Expression = { type: 'index', node, object: this.expression(channel), key: null };
    return { type: 'assign', node, target, value: this.expression(value), operator: null };
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
