import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Expression, Statement, SwitchCase } from '../../core-tree.js';
import { CsharpExpressions } from './csharp-expressions.js';
import { answersRequests } from './csharp-names.js';

const types = /^(?:class|struct|record|record_struct|interface)_declaration$/;
const functions =
  /^(?:method|constructor|destructor|operator|conversion_operator|accessor)_declaration$|^local_function_statement$/;
/** Statements whose inside runs once, as if it stood there. */
const transparent = /^(?:lock|checked|unsafe|labeled|global)_statement$/;

/** C# into the core tree. */
export class CsharpLowering extends CsharpExpressions {
  module(root: SyntaxNode): readonly Statement[] {
    this.enums = this.enumNames();
    return this.block(root, this.blocks);
  }

  protected override lowerStatement(node: SyntaxNode): readonly Statement[] {
    if (types.test(node.kind) || isBrokenType(node)) return [this.typeDeclaration(node)];
    if (functions.test(node.kind)) return [{ type: 'function', node, fn: this.unit(node) }];
    if (transparent.test(node.kind)) return this.named(node).flatMap((child) => this.inner(child));
    switch (node.kind) {
      case 'namespace_declaration':
        return this.block(this.field(node, 'body'), this.blocks);
      case 'file_scoped_namespace_declaration':
        return this.named(node).flatMap((child) => (child.field === 'name' ? [] : this.statement(child)));
      case 'expression_statement':
      case 'yield_statement':
        return this.named(node).map((child) => ({ type: 'expression', node, value: this.expression(child) }));
      case 'local_declaration_statement':
      case 'field_declaration':
      case 'event_field_declaration':
        return this.named(node).flatMap((child) =>
          child.kind === 'variable_declaration' ? this.variables(child) : [],
        );
      case 'variable_declaration':
        return this.variables(node);
      case 'property_declaration':
      case 'indexer_declaration':
        return this.property(node);
      case 'block':
        return [{ type: 'block', node, body: this.block(node, this.blocks) }];
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
        return [this.loop(node)];
      case 'foreach_statement':
        return [this.each(node)];
      case 'switch_statement':
        return [this.switchStatement(node)];
      case 'try_statement':
        return [this.tryStatement(node)];
      case 'using_statement':
      case 'fixed_statement':
        return this.named(node).flatMap((child) => (child.kind === 'attribute_list' ? [] : this.inner(child)));
      case 'return_statement':
        return [{ type: 'return', node, value: this.optional(this.named(node)[0] ?? null) }];
      case 'throw_statement':
        return [{ type: 'throw', node, value: this.optional(this.named(node)[0] ?? null) }];
      case 'break_statement':
      case 'continue_statement':
      case 'goto_statement':
        return [{ type: 'jump', node }];
      case 'using_directive':
      case 'enum_declaration':
      case 'delegate_declaration':
      case 'empty_statement':
        return [];
      default:
        return [{ type: 'expression', node, value: this.opaque(node) }];
    }
  }

  /** A part of a statement that may be a block, a declaration, a statement or an expression. */
  private inner(node: SyntaxNode): readonly Statement[] {
    if (this.blocks.has(node.kind)) return this.block(node, this.blocks);
    if (/_statement$|_declaration$/.test(node.kind)) return this.statement(node);
    return [{ type: 'expression', node, value: this.expression(node) }];
  }

  private typeDeclaration(node: SyntaxNode): Statement {
    const outer = { name: this.className, isController: this.isController };
    const name = this.text(this.field(node, 'name'));
    const bases = this.text(node.children.find((child) => child.kind === 'base_list') ?? null);
    const attributes = node.children
      .filter((child) => child.kind === 'attribute_list')
      .map((child) => this.text(child));
    this.className = name;
    this.isController = answersRequests(name, bases, attributes.join(' '));
    const members = [
      ...this.primaryFields(node),
      ...this.recordConstructor(node),
      ...(node.kind === 'ERROR'
        ? this.named(node).flatMap((child) => (isMember(child) ? this.statement(child) : []))
        : this.block(this.field(node, 'body'), this.blocks)),
    ];
    this.className = outer.name;
    this.isController = outer.isController;
    return { type: 'class', node, name, body: members };
  }

  /** What a record is made with becomes its properties. */
  private recordConstructor(node: SyntaxNode): readonly Statement[] {
    const list = node.children.find((child) => child.kind === 'parameter_list');
    if (!list || !node.kind.startsWith('record')) return [];
    const parameters = this.parameters(list);
    const kept = parameters.map(({ node: place, name }): Statement => {
      const own: Expression = { type: 'name', node: place, name: 'this' };
      const target: Expression = { type: 'member', node: place, object: own, property: name };
      const given: Expression = { type: 'name', node: place, name };
      return {
        type: 'expression',
        node: place,
        value: { type: 'assign', node: place, target, value: given, operator: null },
      };
    });
    const { className } = this;
    const fn = { name: className, node: list, className, annotations: [], parameters, body: () => kept };
    return [{ type: 'function', node: list, fn }];
  }

  /** `class Repo(SqlConnection db)`: what a class is made with is there for its methods. */
  private primaryFields(node: SyntaxNode): readonly Statement[] {
    const list = node.children.find((child) => child.kind === 'parameter_list');
    return (list ? this.named(list) : []).flatMap((parameter): readonly Statement[] => {
      const name = this.field(parameter, 'name');
      if (!name) return [];
      const declaredType = this.typeName(this.field(parameter, 'type'));
      const target: Expression = { type: 'name', node: name, name: this.text(name) };
      return [{ type: 'declare', node: parameter, target, value: null, declaredType }];
    });
  }

  private variables(node: SyntaxNode): readonly Statement[] {
    const declaredType = this.typeName(this.field(node, 'type'));
    return this.named(node).flatMap((declarator): readonly Statement[] => {
      if (declarator.kind !== 'variable_declarator') return [];
      const name = this.field(declarator, 'name') ?? this.named(declarator)[0];
      if (!name) return [];
      const value = this.optional(this.field(declarator, 'value'));
      return [{ type: 'declare', node: declarator, target: this.expression(name), value, declaredType }];
    });
  }

  /** A property is a variable of its class; one that is bound from the request holds what the request holds. */
  private property(node: SyntaxNode): readonly Statement[] {
    const name = this.field(node, 'name');
    const value = this.field(node, 'value');
    const accessors = this.field(node, 'accessors');
    const bodies = (accessors ? this.named(accessors) : []).filter((accessor) => this.field(accessor, 'body'));
    const units = bodies.flatMap((accessor) => this.statement(accessor));
    if (value?.kind === 'arrow_expression_clause') {
      const inner = this.named(value)[0];
      return inner ? [{ type: 'expression', node, value: this.expression(inner) }] : [];
    }
    if (!name || node.kind === 'indexer_declaration') return units;
    const type = this.typeName(this.field(node, 'type'));
    const isBound = this.attributes(node).some((attribute) =>
      /^(?:BindProperty|From(?:Query|Form|Route|Header))\b/.test(attribute),
    );
    const request: Expression = {
      type: 'member',
      node: name,
      object: { type: 'name', node: name, name: 'Request' },
      property: 'Form',
    };
    const given =
      isBound && !/^(?:int|long|bool|Guid|DateTime|decimal|double)$/.test(type ?? '') ? request : this.optional(value);
    return [
      { type: 'declare', node, target: this.expression(name), value: given, declaredType: isBound ? null : type },
      ...units,
    ];
  }

  private loop(node: SyntaxNode): Statement {
    const starts = node.children.filter((child) => child.field === 'initializer' && child.named);
    const steps = node.children.filter((child) => child.field === 'update' && child.named);
    return {
      type: 'loop',
      node,
      condition: this.optional(this.field(node, 'condition')),
      each: null,
      before: starts.flatMap((start) => this.inner(start)),
      body: [...this.block(this.field(node, 'body'), this.blocks), ...steps.flatMap((step) => this.inner(step))],
    };
  }

  private each(node: SyntaxNode): Statement {
    const target = this.field(node, 'left');
    const iterable = this.field(node, 'right');
    return {
      type: 'loop',
      node,
      condition: null,
      each: target && iterable ? { target: this.expression(target), iterable: this.expression(iterable) } : null,
      before: [],
      body: this.block(this.field(node, 'body'), this.blocks),
    };
  }

  private switchStatement(node: SyntaxNode): Statement {
    const body = this.field(node, 'body');
    const subject = this.field(node, 'value') ?? node;
    const cases = (body ? this.named(body) : []).map((section): SwitchCase => {
      const isDefault = section.children.some((child) => child.kind === 'default');
      const tests = this.named(section).filter((child) => /pattern$|^discard$/.test(child.kind));
      const statements = this.named(section).filter((child) => !tests.includes(child) && child.kind !== 'when_clause');
      const values = tests.map((test) => (test.kind === 'constant_pattern' ? (this.named(test)[0] ?? test) : test));
      return {
        tests: isDefault ? [] : values.map((value) => this.caseTest(value)),
        body: statements.flatMap((statement) => this.statement(statement)),
        // Labels one under the other are sections without statements.
        fallsThrough: statements.length === 0,
      };
    });
    return { type: 'switch', node, subject: this.expression(subject), cases };
  }

  private caseTest(value: SyntaxNode): Expression {
    return value.kind.endsWith('pattern') ? { type: 'opaque', node: value, parts: [] } : this.expression(value);
  }

  private tryStatement(node: SyntaxNode): Statement {
    const clauses = this.named(node);
    const last = clauses.find((clause) => clause.kind === 'finally_clause');
    return {
      type: 'try',
      node,
      body: this.block(this.field(node, 'body'), this.blocks),
      handlers: clauses
        .filter((clause) => clause.kind === 'catch_clause')
        .map((clause) => this.block(this.field(clause, 'body'), this.blocks)),
      last: last ? this.named(last).flatMap((child) => this.block(child, this.blocks)) : [],
    };
  }
}

/** A class whose braces do not match: its members stand in the error itself, and each may be whole. */
function isBrokenType({ kind, children }: SyntaxNode): boolean {
  return kind === 'ERROR' && children.some(isMember);
}

function isMember({ kind }: SyntaxNode): boolean {
  return functions.test(kind) || types.test(kind) || /^(?:field|property)_declaration$/.test(kind);
}
