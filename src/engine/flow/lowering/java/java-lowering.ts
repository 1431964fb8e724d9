import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Expression, Statement, SwitchCase } from '../../core-tree.js';
import { JavaRecords } from './java-records.js';

const types: ReadonlySet<string> = new Set([
  'class_declaration',
  'interface_declaration',
  'enum_declaration',
  'record_declaration',
]);

/** Java into the core tree. */
export class JavaLowering extends JavaRecords {
  module(root: SyntaxNode): readonly Statement[] {
    this.enums = this.enumNames();
    return this.block(root, this.blocks);
  }

  protected override lowerStatement(node: SyntaxNode): readonly Statement[] {
    if (types.has(node.kind)) return [this.typeDeclaration(node)];
    switch (node.kind) {
      case 'expression_statement':
        return this.named(node).map((child) =>
          child.kind === 'switch_expression'
            ? this.switchStatement(child)
            : { type: 'expression', node, value: this.expression(child) },
        );
      case 'local_variable_declaration':
      case 'field_declaration':
        return this.declarations(node);
      case 'block':
        return [{ type: 'block', node, body: this.block(node, this.blocks) }];
      case 'static_initializer':
      case 'synchronized_statement':
        return this.named(node).flatMap((child) => (child.kind === 'block' ? this.block(child, this.blocks) : []));
      case 'if_statement':
        return [
          {
            type: 'if',
            node,
            condition: this.expression(this.field(node, 'condition') ?? node),
            whenTrue: this.block(this.field(node, 'consequence'), this.blocks),
            whenFalse: this.block(this.field(node, 'alternative'), this.blocks),
          },
        ];
      case 'for_statement':
      case 'while_statement':
      case 'do_statement':
      case 'enhanced_for_statement':
        return [this.loop(node)];
      case 'switch_expression':
        return [this.switchStatement(node)];
      case 'try_statement':
      case 'try_with_resources_statement':
        return [this.tryStatement(node)];
      case 'return_statement':
      case 'yield_statement':
        return [{ type: 'return', node, value: this.optional(this.named(node)[0] ?? null) }];
      case 'throw_statement':
        return [{ type: 'throw', node, value: this.optional(this.named(node)[0] ?? null) }];
      case 'break_statement':
      case 'continue_statement':
        return [{ type: 'jump', node }];
      case 'labeled_statement':
        return this.named(node)
          .slice(1)
          .flatMap((child) => this.statement(child));
      case 'method_declaration':
        // What has no body says nothing: a call is followed to the method that implements it.
        return this.field(node, 'body') ? [{ type: 'function', node, fn: this.unit(node) }] : [];
      case 'compact_constructor_declaration':
        // Part of the record's canonical constructor.
        return [];
      case 'constructor_declaration':
        return [{ type: 'function', node, fn: this.unit(node) }];
      case 'import_declaration':
      case 'package_declaration':
        return [];
      default:
        return [{ type: 'expression', node, value: this.opaque(node) }];
    }
  }

  private typeDeclaration(node: SyntaxNode): Statement {
    const outer = this.className;
    const name = this.text(this.field(node, 'name'));
    this.className = name;
    const body = this.field(node, 'body');
    const members = (body ? this.named(body) : []).flatMap((member) =>
      member.kind === 'enum_body_declarations'
        ? this.named(member).flatMap((inner) => this.statement(inner))
        : this.statement(member),
    );
    const implied = node.kind === 'record_declaration' ? this.recordMembers(node, members) : [];
    this.className = outer;
    return { type: 'class', node, name, body: [...implied, ...members] };
  }

  private declarations(node: SyntaxNode): readonly Statement[] {
    const declaredType = this.typeName(this.field(node, 'type'));
    return this.fields(node, 'declarator').flatMap((declarator): readonly Statement[] => {
      const name = this.field(declarator, 'name');
      if (!name) return [];
      const value = this.optional(this.field(declarator, 'value'));
      const target: Expression = { type: 'name', node: name, name: this.text(name) };
      return [{ type: 'declare', node: declarator, target, value, declaredType }];
    });
  }

  private loop(node: SyntaxNode): Statement {
    const body = this.block(this.field(node, 'body'), this.blocks);
    if (node.kind === 'enhanced_for_statement') {
      const name = this.field(node, 'name');
      const iterable = this.field(node, 'value');
      const each = name && iterable ? { target: this.expression(name), iterable: this.expression(iterable) } : null;
      return { type: 'loop', node, condition: null, each, before: [], body };
    }
    const steps = this.fields(node, 'update').map((step): Statement => {
      return { type: 'expression', node: step, value: this.expression(step) };
    });
    return {
      type: 'loop',
      node,
      condition: this.optional(this.field(node, 'condition')),
      each: null,
      before: this.fields(node, 'init').flatMap((init) =>
        init.kind === 'local_variable_declaration'
          ? this.statement(init)
          : [{ type: 'expression' as const, node: init, value: this.expression(init) }],
      ),
      body: [...body, ...steps],
    };
  }

  private switchStatement(node: SyntaxNode): Statement {
    const body = this.field(node, 'body');
    const groups = (body ? this.named(body) : []).map((group): SwitchCase => {
      const children = this.named(group);
      const labels = children.filter((child) => child.kind === 'switch_label');
      const isDefault = labels.some((label) => this.named(label).length === 0);
      return {
        tests: isDefault ? [] : labels.flatMap((label) => this.named(label).map((test) => this.expression(test))),
        body: children.filter((child) => child.kind !== 'switch_label').flatMap((child) => this.statement(child)),
        fallsThrough: group.kind === 'switch_block_statement_group',
      };
    });
    return { type: 'switch', node, subject: this.expression(this.field(node, 'condition') ?? node), cases: groups };
  }

  private tryStatement(node: SyntaxNode): Statement {
    const resources = this.field(node, 'resources');
    const opened = (resources ? this.named(resources) : []).flatMap((resource): readonly Statement[] => {
      const name = this.field(resource, 'name');
      const value = this.field(resource, 'value');
      if (!name || !value) return [];
      const target: Expression = { type: 'name', node: name, name: this.text(name) };
      const declaredType = this.typeName(this.field(resource, 'type'));
      return [{ type: 'declare', node: resource, target, value: this.expression(value), declaredType }];
    });
    const clauses = this.named(node);
    const finallyClause = clauses.find((clause) => clause.kind === 'finally_clause');
    return {
      type: 'try',
      node,
      body: [...opened, ...this.block(this.field(node, 'body'), this.blocks)],
      handlers: clauses
        .filter((clause) => clause.kind === 'catch_clause')
        .map((clause) => this.block(this.field(clause, 'body'), this.blocks)),
      last: finallyClause ? this.named(finallyClause).flatMap((child) => this.block(child, this.blocks)) : [],
    };
  }
}
