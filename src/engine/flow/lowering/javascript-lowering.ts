import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { Argument, Entry, Expression, FunctionUnit, Statement, SwitchCase } from '../core-tree.js';
import { javascriptParameters, propertyNames } from './javascript-parameters.js';
import { LoweringBase, parseNumber, unescape } from './lowering-base.js';

const blocks: ReadonlySet<string> = new Set(['statement_block', 'program', 'else_clause', 'finally_clause']);

/** Expressions that only wrap another. */
const wrappers: ReadonlySet<string> = new Set([
  'parenthesized_expression',
  'await_expression',
  'as_expression',
  'satisfies_expression',
  'non_null_expression',
  'spread_element',
  'jsx_expression',
  'computed_property_name',
]);

/** JavaScript and TypeScript, with JSX, into the core tree. */
export class JavaScriptLowering extends LoweringBase {
  private className: string | null = null;

  module(root: SyntaxNode): readonly Statement[] {
    return this.block(root, blocks);
  }

  protected override lowerStatement(node: SyntaxNode): readonly Statement[] {
    switch (node.kind) {
      case 'expression_statement':
        return this.named(node).map((child) => ({ type: 'expression', node, value: this.expression(child) }));
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
        return [{ type: 'block', node, body: this.block(node, blocks) }];
      case 'if_statement':
        return [
          {
            type: 'if',
            node,
            condition: this.expression(this.field(node, 'condition') ?? node),
            whenTrue: this.block(this.field(node, 'consequence'), blocks),
            whenFalse: this.block(this.field(node, 'alternative'), blocks),
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
            body: this.block(this.field(node, 'body'), blocks),
            handlers: handler ? [this.block(this.field(handler, 'body'), blocks)] : [],
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
        return this.block(this.field(node, 'body'), blocks);
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

  private finalizer(node: SyntaxNode): readonly Statement[] {
    const clause = this.field(node, 'finalizer');
    return clause ? this.block(this.field(clause, 'body'), blocks) : [];
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
      if (!value || !property) return [];
      const target: Expression = { type: 'name', node: property, name: `this.${this.text(property)}` };
      return [{ type: 'declare', node: member, target, value: this.expression(value), declaredType: null }];
    });
    this.className = outer;
    return { type: 'class', node, name, body: members };
  }

  private loop(node: SyntaxNode): Statement {
    const body = this.block(this.field(node, 'body'), blocks);
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

  private unit(node: SyntaxNode): FunctionUnit {
    const className = this.className;
    const body = this.field(node, 'body');
    let lowered: readonly Statement[] | undefined;
    const lower = (): readonly Statement[] => {
      if (!body) return [];
      if (body.kind !== 'statement_block') return [{ type: 'return', node: body, value: this.expression(body) }];
      const outer = this.className;
      this.className = className;
      const statements = this.block(body, blocks);
      this.className = outer;
      return statements;
    };
    const siblings = node.parent?.children ?? [];
    const annotations = siblings
      .slice(0, siblings.indexOf(node))
      .filter((child) => child.kind === 'decorator')
      .map((child) => this.text(child).slice(1));
    return {
      name: this.text(this.field(node, 'name')) || null,
      node,
      className,
      annotations,
      parameters: javascriptParameters(this.tree, node),
      body: () => (lowered ??= lower()),
    };
  }

  protected override lowerExpression(node: SyntaxNode): Expression {
    const children = this.named(node);
    if (wrappers.has(node.kind)) return children[0] ? this.expression(children[0]) : this.opaque(node);
    switch (node.kind) {
      case 'identifier':
      case 'shorthand_property_identifier':
      case 'shorthand_property_identifier_pattern':
      case 'this':
      case 'super':
        return { type: 'name', node, name: this.text(node) };
      case 'number':
        return this.literal(node, parseNumber(this.text(node)) ?? 0);
      case 'true':
      case 'false':
        return this.literal(node, node.kind === 'true');
      case 'null':
      case 'undefined':
        return this.literal(node, null);
      case 'string':
        return this.literal(node, unescape(this.text(node).slice(1, -1)));
      case 'regex':
        return this.literal(node, this.text(this.field(node, 'pattern')));
      case 'template_string':
        return this.template(node);
      case 'member_expression': {
        const object = this.field(node, 'object');
        if (!object) return this.opaque(node);
        const property = this.text(this.field(node, 'property'));
        return { type: 'member', node, object: this.expression(object), property };
      }
      case 'subscript_expression': {
        const object = this.field(node, 'object');
        if (!object) return this.opaque(node);
        return { type: 'index', node, object: this.expression(object), key: this.optional(this.field(node, 'index')) };
      }
      case 'call_expression':
      case 'new_expression':
        return this.call(node);
      case 'binary_expression':
        return this.binary(node);
      case 'unary_expression': {
        const operand = this.field(node, 'argument');
        if (!operand) return this.opaque(node);
        const operator = this.text(this.field(node, 'operator'));
        return { type: 'unary', node, operator, operand: this.expression(operand) };
      }
      case 'ternary_expression': {
        const [condition, whenTrue, whenFalse] = children;
        if (!condition || !whenTrue || !whenFalse) return this.opaque(node);
        return {
          type: 'choice',
          node,
          condition: this.expression(condition),
          whenTrue: this.expression(whenTrue),
          whenFalse: this.expression(whenFalse),
        };
      }
      case 'array':
      case 'array_pattern':
      case 'sequence_expression':
        return { type: 'list', node, items: children.map((child) => this.expression(child)) };
      case 'object':
        return { type: 'record', node, entries: children.flatMap((child) => this.entry(child)) };
      case 'assignment_expression':
      case 'augmented_assignment_expression': {
        const target = this.field(node, 'left');
        const value = this.field(node, 'right');
        if (!target || !value) return this.opaque(node);
        const operator =
          node.kind === 'augmented_assignment_expression' ? this.text(this.field(node, 'operator')).slice(0, -1) : null;
        return { type: 'assign', node, target: this.expression(target), value: this.expression(value), operator };
      }
      case 'arrow_function':
      case 'function_expression':
      case 'generator_function':
        return { type: 'function', node, fn: this.unit(node) };
      default:
        return this.opaque(node);
    }
  }

  private template(node: SyntaxNode): Expression {
    const parts = this.named(node).map((child): Expression => {
      if (child.kind !== 'template_substitution') return this.literal(child, unescape(this.text(child)));
      const inner = this.named(child)[0];
      return inner ? this.expression(inner) : this.literal(child, '');
    });
    const [only] = parts;
    if (!only) return this.literal(node, '');
    if (parts.length === 1 && only.type === 'literal') return this.literal(node, only.value);
    return { type: 'compose', node, parts };
  }

  private call(node: SyntaxNode): Expression {
    const callee = this.field(node, 'function') ?? this.field(node, 'constructor');
    if (!callee) return this.opaque(node);
    const list = this.field(node, 'arguments');
    const children = list ? (list.kind === 'arguments' ? this.named(list) : [list]) : [];
    const args = children.map((child): Argument => {
      return { name: null, value: this.expression(child), spread: child.kind === 'spread_element' };
    });
    return { type: 'call', node, callee: this.expression(callee), args, construct: node.kind === 'new_expression' };
  }

  private binary(node: SyntaxNode): Expression {
    const operatorOf = (link: SyntaxNode): string => this.text(this.field(link, 'operator'));
    const operator = operatorOf(node);
    if (operator === '+') {
      return this.sum(node, (link) => link.kind === 'binary_expression' && operatorOf(link) === '+');
    }
    const left = this.field(node, 'left');
    const right = this.field(node, 'right');
    if (!left || !right) return this.opaque(node);
    return { type: 'binary', node, operator, left: this.expression(left), right: this.expression(right) };
  }

  private entry(node: SyntaxNode): readonly Entry[] {
    if (node.kind === 'shorthand_property_identifier') {
      return [{ key: this.text(node), value: this.expression(node) }];
    }
    if (node.kind === 'method_definition') {
      return [{ key: this.text(this.field(node, 'name')), value: { type: 'function', node, fn: this.unit(node) } }];
    }
    const key = this.field(node, 'key');
    const value = this.field(node, 'value');
    if (!key || !value) return [{ key: null, value: this.expression(node) }];
    const name = key.kind === 'computed_property_name' ? null : propertyNames.unquote(this.text(key));
    return [{ key: name, value: this.expression(value) }];
  }
}
