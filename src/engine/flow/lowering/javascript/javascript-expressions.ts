import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Argument, Entry, Expression, FunctionUnit, Statement } from '../../core-tree.js';
import { javascriptParameters, propertyNames } from './javascript-parameters.js';
import { LoweringBase, parseNumber, unescape } from '../lowering-base.js';

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

/** Expressions and functions of JavaScript and TypeScript; statements are in javascript-lowering.ts. */
export abstract class JavaScriptExpressions extends LoweringBase {
  protected readonly blocks: ReadonlySet<string> = new Set([
    'statement_block',
    'program',
    'else_clause',
    'finally_clause',
  ]);
  protected className: string | null = null;
  private isModule: boolean | undefined;

  protected unit(node: SyntaxNode): FunctionUnit {
    const className = this.className;
    const body = this.field(node, 'body');
    let lowered: readonly Statement[] | undefined;
    const lower = (): readonly Statement[] => {
      if (!body) return [];
      if (body.kind !== 'statement_block') return [{ type: 'return', node: body, value: this.expression(body) }];
      const outer = this.className;
      this.className = className;
      const statements = [...this.parameterProperties(node), ...this.block(body, this.blocks)];
      this.className = outer;
      return statements;
    };
    const siblings = node.parent?.children ?? [];
    const annotations = siblings
      .slice(0, siblings.indexOf(node))
      .filter((child) => child.kind === 'decorator')
      .map((child) => this.text(child).slice(1));
    const name = this.text(this.field(node, 'name')) || null;
    const isPrivate = node.children.some(
      (child) => child.kind === 'accessibility_modifier' && this.text(child) === 'private',
    );
    return {
      name,
      node,
      className,
      confined: isPrivate || name?.startsWith('#') === true || this.isOwnOfModule(node),
      annotations,
      parameters: javascriptParameters(this.tree, node),
      body: () => (lowered ??= lower()),
    };
  }

  /** `constructor(private readonly users: Users) {}` gives the object a field of that name. */
  private parameterProperties(node: SyntaxNode): readonly Statement[] {
    if (node.kind !== 'method_definition' || this.text(this.field(node, 'name')) !== 'constructor') return [];
    return this.named(this.field(node, 'parameters') ?? node).flatMap((parameter): readonly Statement[] => {
      const name = this.field(parameter, 'pattern');
      const isProperty = parameter.children.some(
        ({ kind }) => kind === 'accessibility_modifier' || kind === 'override_modifier' || kind === 'readonly',
      );
      if (!isProperty || name?.kind !== 'identifier') return [];
      const target: Expression = { type: 'name', node: name, name: `this.${this.text(name)}` };
      const value: Expression = { type: 'name', node: name, name: this.text(name) };
      return [{ type: 'declare', node: parameter, target, value, declaredType: null }];
    });
  }

  /** A function that a module declares and does not export; whether it is handed on is asked where its calls are known. */
  private isOwnOfModule(node: SyntaxNode): boolean {
    if (node.kind !== 'function_declaration' || node.parent?.kind === 'export_statement') return false;
    this.isModule ??= /\brequire\(|^[ \t]*(?:import|export)\b|\bmodule\.exports\b/m.test(this.tree.source);
    return this.isModule;
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
      case 'unary_expression':
        return this.unary(node, this.field(node, 'argument'), this.text(this.field(node, 'operator')));
      case 'ternary_expression':
        return this.choice(node, children[0], children[1], children[2]);
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
    if (list?.kind === 'template_string') return this.tagged(node, callee, list);
    const children = list ? (list.kind === 'arguments' ? this.named(list) : [list]) : [];
    const args = children.map((child): Argument => {
      return { name: null, value: this.expression(child), spread: child.kind === 'spread_element' };
    });
    return { type: 'call', node, callee: this.expression(callee), args, construct: node.kind === 'new_expression' };
  }

  /** `` tag`a ${x} b` ``: the tag is given the texts as a list, then each value. */
  private tagged(node: SyntaxNode, tag: SyntaxNode, template: SyntaxNode): Expression {
    const parts = this.named(template);
    const texts = parts.filter((part) => part.kind !== 'template_substitution');
    const values = parts
      .filter((part) => part.kind === 'template_substitution')
      .map((part): Argument => ({ name: null, value: this.expression(this.named(part)[0] ?? part), spread: false }));
    const items = texts.map((text) => this.literal(text, unescape(this.text(text))));
    const strings: Argument = { name: null, value: { type: 'list', node: template, items }, spread: false };
    return { type: 'call', node, callee: this.expression(tag), args: [strings, ...values], construct: false };
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
