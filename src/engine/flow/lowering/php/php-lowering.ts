import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Expression, Statement, SwitchCase } from '../../core-tree.js';
import { functionCall } from './php-calls.js';
import { PhpExpressions } from './php-expressions.js';
import { lastSegment } from './php-functions.js';

/** PHP (tree-sitter-php, in normal form) into the core tree; HTML around it is no statement, `<?= x ?>` an echo. */
export class PhpLowering extends PhpExpressions {
  module(root: SyntaxNode): readonly Statement[] {
    return this.block(root, this.blocks);
  }

  protected override lowerStatement(node: SyntaxNode): readonly Statement[] {
    switch (node.kind) {
      case 'expression_statement':
      case 'echo_statement':
      case 'unset_statement':
        return this.named(node).map((child) => this.expressionStatement(child));
      case 'if_statement':
        return [this.branch(node)];
      case 'foreach_statement':
      case 'for_statement':
      case 'while_statement':
      case 'do_statement':
        return this.loop(node);
      case 'switch_statement':
        return [this.switchStatement(node)];
      case 'try_statement':
        return [this.tryStatement(node)];
      case 'return_statement':
        return [{ type: 'return', node, value: this.optional(this.named(node)[0] ?? null) }];
      case 'exit_statement':
        return [{ type: 'throw', node, value: this.optional(this.named(node)[0] ?? null) }];
      case 'break_statement':
      case 'continue_statement':
        return [{ type: 'jump', node }];
      case 'compound_statement':
      case 'colon_block':
        return [{ type: 'block', node, body: this.block(node, this.blocks) }];
      case 'function_definition':
        return [{ type: 'function', node, fn: this.unit(node) }];
      case 'class_declaration':
      case 'trait_declaration':
      case 'enum_declaration':
        return [this.classDeclaration(node)];
      case 'namespace_definition':
        return this.block(this.field(node, 'body'), this.blocks);
      case 'const_declaration':
      case 'function_static_declaration':
        return this.constants(node, '');
      case 'php_tag':
      case 'php_end_tag':
      case 'text':
      case 'text_interpolation':
      case 'interface_declaration':
      case 'namespace_use_declaration':
      case 'global_declaration':
      case 'empty_statement':
        return [];
      default:
        return [{ type: 'expression', node, value: this.opaque(node) }];
    }
  }

  private expressionStatement(node: SyntaxNode): Statement {
    if (node.kind === 'throw_expression')
      return { type: 'throw', node, value: this.optional(this.named(node)[0] ?? null) };
    const value = this.expression(node);
    return conditionalExit(value) ?? { type: 'expression', node, value };
  }

  private branch(node: SyntaxNode): Statement {
    let whenFalse: readonly Statement[] = [];
    for (const alternative of this.fields(node, 'alternative').toReversed()) {
      whenFalse =
        alternative.kind === 'else_clause'
          ? this.block(this.field(alternative, 'body'), this.blocks)
          : [this.conditional(alternative, whenFalse)];
    }
    return this.conditional(node, whenFalse);
  }

  private conditional(node: SyntaxNode, whenFalse: readonly Statement[]): Statement {
    return {
      type: 'if',
      node,
      condition: this.expression(this.field(node, 'condition') ?? node),
      whenTrue: this.block(this.field(node, 'consequence'), this.blocks),
      whenFalse,
    };
  }

  private loop(node: SyntaxNode): readonly Statement[] {
    const body = this.fields(node, 'body').flatMap((child) => this.block(child, this.blocks));
    const iterable = this.field(node, 'right');
    const target = this.field(node, 'left');
    if (iterable && target) return [this.forEach(node, target, iterable, body)];
    const step = this.fields(node, 'increment').map((child) => this.expressionStatement(child));
    return [
      {
        type: 'loop',
        node,
        condition: this.optional(this.field(node, 'condition')),
        each: null,
        before: this.fields(node, 'initializer').map((child) => this.expressionStatement(child)),
        body: [...body, ...step],
      },
    ];
  }

  private forEach(node: SyntaxNode, target: SyntaxNode, iterable: SyntaxNode, body: readonly Statement[]): Statement {
    const over = this.expression(iterable);
    const [key, value] = target.kind === 'pair' ? this.named(target) : [null, target];
    const keys: readonly Statement[] = key
      ? [
          {
            type: 'declare',
            node: key,
            target: this.expression(key),
            value: functionCall(key, 'array_keys', [over]),
            declaredType: null,
          },
        ]
      : [];
    const each = { target: this.expression(value ?? target), iterable: over };
    return { type: 'loop', node, condition: null, each, before: [], body: [...keys, ...body] };
  }

  private switchStatement(node: SyntaxNode): Statement {
    const body = this.field(node, 'body');
    const clauses = (body ? this.named(body) : []).filter((child) => /^(case|default)_statement$/.test(child.kind));
    const cases = clauses.map((clause): SwitchCase => {
      const test = this.field(clause, 'value');
      const statements = this.named(clause).filter((child) => child !== test);
      return {
        tests: test ? [this.expression(test)] : [],
        body: statements.flatMap((child) => this.statement(child)),
        fallsThrough: true,
      };
    });
    return { type: 'switch', node, subject: this.expression(this.field(node, 'condition') ?? node), cases };
  }

  private tryStatement(node: SyntaxNode): Statement {
    const clauses = this.named(node);
    const bodies = (kind: string): readonly (readonly Statement[])[] =>
      clauses
        .filter((clause) => clause.kind === kind)
        .map((clause) => this.block(this.field(clause, 'body'), this.blocks));
    return {
      type: 'try',
      node,
      body: this.block(this.field(node, 'body'), this.blocks),
      handlers: bodies('catch_clause'),
      last: bodies('finally_clause').flat(),
    };
  }

  private classDeclaration(node: SyntaxNode): Statement {
    const outer = this.className;
    const name = this.text(this.field(node, 'name'));
    this.className = name;
    const body = this.field(node, 'body');
    const members = (body ? this.named(body) : []).flatMap((member): readonly Statement[] => {
      if (member.kind === 'method_declaration') return [{ type: 'function', node: member, fn: this.unit(member) }];
      if (member.kind === 'property_declaration') return this.properties(member);
      return member.kind === 'const_declaration' ? this.constants(member, 'this.') : [];
    });
    this.className = outer;
    return { type: 'class', node, name, body: members };
  }

  private properties(member: SyntaxNode): readonly Statement[] {
    const type = this.field(member, 'type');
    const isStatic = member.children.some((child) => child.kind === 'static_modifier');
    return this.named(member)
      .filter((child) => child.kind === 'property_element')
      .map((element): Statement => {
        const written = this.text(this.field(element, 'name'));
        const target: Expression = {
          type: 'name',
          node: element,
          name: `this.${isStatic ? written : written.slice(1)}`,
        };
        const declaredType = type ? lastSegment(this.text(type).replace(/^\?/, '')) : null;
        return {
          type: 'declare',
          node: element,
          target,
          value: this.optional(this.field(element, 'value')),
          declaredType,
        };
      });
  }

  private constants(node: SyntaxNode, prefix: string): readonly Statement[] {
    return this.named(node).flatMap((element): readonly Statement[] => {
      const name = this.field(element, 'name');
      const value = this.field(element, 'value');
      if (!name || !value) return [];
      const target: Expression = { type: 'name', node: name, name: `${prefix}${this.text(name)}` };
      return [{ type: 'declare', node: element, target, value: this.expression(value), declaredType: null }];
    });
  }
}

/** Laravel's `abort_if(condition, …)` and `throw_unless(condition, …)` are guards. */
function conditionalExit(value: Expression): Statement | null {
  const called = value.type === 'call' && value.callee.type === 'name' ? value.callee.name : '';
  const condition = value.type === 'call' ? value.args[0]?.value : undefined;
  if (!condition || !/^(abort|throw)_(if|unless)$/.test(called)) return null;
  const { node } = value;
  const exit: readonly Statement[] = [{ type: 'throw', node, value: null }];
  const isIf = called.endsWith('_if');
  return { type: 'if', node, condition, whenTrue: isIf ? exit : [], whenFalse: isIf ? [] : exit };
}
