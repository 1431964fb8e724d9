import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Expression, Statement, SwitchCase } from '../../core-tree.js';
import { JavaScriptExpressions } from './javascript-expressions.js';

const strictDecorator =
  /^@(?:IsIn|IsEnum|IsInt|IsNumber|IsNumberString|IsBoolean|IsUUID|IsDate|IsDateString|IsISO8601|IsMongoId|IsAlphanumeric|IsAlpha|IsHexadecimal|IsPositive|IsPort|IsIP|Matches)\(/;
/** A type of the model's `safe-types`. */
const checkedType = 'ParsedByPipe';

/** JavaScript and TypeScript, with JSX, into the core tree. */
export class JavaScriptLowering extends JavaScriptExpressions {
  module(root: SyntaxNode): readonly Statement[] {
    return this.block(root, this.blocks);
  }

  protected override lowerStatement(node: SyntaxNode): readonly Statement[] {
    switch (node.kind) {
      case 'expression_statement':
        return this.named(node).map((child) =>
          child.kind === 'yield_expression'
            ? this.yieldStatement(child)
            : { type: 'expression', node, value: this.expression(child) },
        );
      case 'lexical_declaration':
      case 'variable_declaration':
        return this.named(node)
          .filter((child) => child.kind === 'variable_declarator')
          .flatMap((child) => this.declarator(child));
      case 'export_statement': {
        const exported = this.field(node, 'declaration') ?? this.field(node, 'value');
        if (!exported) return [];
        if (exported.field === 'declaration') return this.statement(exported);
        return [{ type: 'expression', node, value: this.expression(exported) }];
      }
      case 'statement_block':
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
      case 'for_in_statement':
        return [this.loop(node)];
      case 'switch_statement':
        return [this.switchStatement(node)];
      case 'try_statement': {
        const handler = this.field(node, 'handler');
        return [
          {
            type: 'try',
            node,
            body: this.block(this.field(node, 'body'), this.blocks),
            handlers: handler ? [this.block(this.field(handler, 'body'), this.blocks)] : [],
            last: this.finalizer(node),
          },
        ];
      }
      case 'return_statement':
        return [{ type: 'return', node, value: this.optional(this.named(node)[0] ?? null) }];
      case 'throw_statement':
        return [{ type: 'throw', node, value: this.optional(this.named(node)[0] ?? null) }];
      case 'break_statement':
      case 'continue_statement':
        return [{ type: 'jump', node }];
      case 'labeled_statement':
        return this.block(this.field(node, 'body'), this.blocks);
      case 'function_declaration':
      case 'generator_function_declaration':
        return [{ type: 'function', node, fn: this.unit(node) }];
      case 'class_declaration':
      case 'abstract_class_declaration':
        return [this.classDeclaration(node)];
      case 'import_statement':
      case 'interface_declaration':
      case 'type_alias_declaration':
      case 'empty_statement':
        return [];
      default:
        return [{ type: 'expression', node, value: this.opaque(node) }];
    }
  }

  /** A generator gives a list of what it yields, one or the other each time it is asked. */
  private yieldStatement(node: SyntaxNode): Statement {
    const items = this.named(node).map((child) => this.expression(child));
    const delegates = node.children.some((child) => child.kind === '*');
    const value: Expression = delegates && items[0] ? items[0] : { type: 'list', node, items };
    const whenTrue: readonly Statement[] = [{ type: 'return', node, value }];
    return { type: 'if', node, condition: { type: 'opaque', node, parts: [] }, whenTrue, whenFalse: [] };
  }

  private finalizer(node: SyntaxNode): readonly Statement[] {
    const clause = this.field(node, 'finalizer');
    return clause ? this.block(this.field(clause, 'body'), this.blocks) : [];
  }

  private declarator(node: SyntaxNode): readonly Statement[] {
    const target = this.field(node, 'name');
    if (!target) return [];
    const value = this.optional(this.field(node, 'value'));
    const type = this.field(node, 'type');
    const declaredType = type ? this.text(type).replace(/^:\s*/, '') : null;
    if (!value || (target.kind !== 'object_pattern' && target.kind !== 'array_pattern')) {
      return [{ type: 'declare', node, target: this.expression(target), value, declaredType }];
    }
    return this.destructure(target, value, node);
  }

  /** `const {a, b: {c}} = value` as one declaration for each name, of the member it takes. */
  private destructure(pattern: SyntaxNode, value: Expression, node: SyntaxNode): readonly Statement[] {
    return this.named(pattern).flatMap((item, position): readonly Statement[] => {
      let target: SyntaxNode | undefined = item;
      let part: Expression = { type: 'index', node: item, object: value, key: this.literal(item, position) };
      if (item.kind === 'shorthand_property_identifier_pattern') {
        part = { type: 'member', node: item, object: value, property: this.text(item) };
      } else if (item.kind === 'object_assignment_pattern') {
        target = this.field(item, 'left') ?? item;
        part = { type: 'member', node: item, object: value, property: this.text(target) };
      } else if (item.kind === 'pair_pattern') {
        target = this.field(item, 'value') ?? item;
        part = { type: 'member', node: item, object: value, property: this.text(this.field(item, 'key')) };
      } else if (item.kind === 'rest_pattern') {
        [target] = this.named(item);
        part = value;
      }
      if (target?.kind === 'assignment_pattern') target = this.field(target, 'left') ?? target;
      if (!target) return [];
      if (target.kind === 'object_pattern' || target.kind === 'array_pattern') {
        return this.destructure(target, part, node);
      }
      const name: Expression = { type: 'name', node: target, name: this.text(target) };
      return [{ type: 'declare', node, target: name, value: part, declaredType: null }];
    });
  }

  private classDeclaration(node: SyntaxNode): Statement {
    const name = this.text(this.field(node, 'name'));
    const outer = this.className;
    this.className = name;
    const body = this.field(node, 'body');
    const members = (body ? this.named(body) : []).flatMap((member): readonly Statement[] => {
      if (member.kind === 'method_definition') return [{ type: 'function', node: member, fn: this.unit(member) }];
      const value = this.field(member, 'value');
      const property = this.field(member, 'name') ?? this.field(member, 'property');
      if (!property) return [];
      const target: Expression = { type: 'name', node: property, name: `this.${this.text(property)}` };
      if (!value && this.isChecked(member))
        return [{ type: 'declare', node: member, target, value: null, declaredType: checkedType }];
      if (!value) return [];
      return [{ type: 'declare', node: member, target, value: this.expression(value), declaredType: null }];
    });
    this.className = outer;
    return { type: 'class', node, name, body: members };
  }

  /** `@IsIn([…]) name: string;`: a field that validation lets through as one of a few words, a number or an id only. */
  private isChecked(member: SyntaxNode): boolean {
    return member.children.some((one) => one.kind === 'decorator' && strictDecorator.test(this.text(one)));
  }

  private loop(node: SyntaxNode): Statement {
    const body = this.block(this.field(node, 'body'), this.blocks);
    const left = this.field(node, 'left');
    const right = this.field(node, 'right');
    if (left && right) {
      const each = { target: this.expression(left), iterable: this.expression(right) };
      return { type: 'loop', node, condition: null, each, before: [], body };
    }
    const initializer = this.field(node, 'initializer');
    const increment = this.field(node, 'increment');
    const condition = this.field(node, 'condition');
    const step: readonly Statement[] = increment
      ? [{ type: 'expression', node: increment, value: this.expression(increment) }]
      : [];
    return {
      type: 'loop',
      node,
      condition: condition && condition.kind !== 'empty_statement' ? this.expression(condition) : null,
      each: null,
      before: initializer ? this.statement(initializer) : [],
      body: [...body, ...step],
    };
  }

  private switchStatement(node: SyntaxNode): Statement {
    const body = this.field(node, 'body');
    const cases = (body ? this.named(body) : []).map((clause): SwitchCase => {
      const test = this.field(clause, 'value');
      return {
        tests: test ? [this.expression(test)] : [],
        body: this.fields(clause, 'body').flatMap((child) => this.statement(child)),
        fallsThrough: true,
      };
    });
    return { type: 'switch', node, subject: this.expression(this.field(node, 'value') ?? node), cases };
  }
}
