import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Argument, Entry, Expression, FunctionUnit } from '../../core-tree.js';
import { LoweringBase, unescape } from '../lowering-base.js';
import { isCastName, isTextType, numberValue, pathNames, plainName, typeName } from './c-names.js';

/**
 * C's and C++'s expressions. A pointer stands for what it points to: `&x` is x, `*p` any element of p, `p->f` a member;
 * casts are what they cast. The node tells them apart for whoever needs it (the memory analysis does).
 */
export abstract class CExpressions extends LoweringBase {
  private paths: ReadonlySet<string> | null = null;

  protected abstract unit(node: SyntaxNode): FunctionUnit;

  protected override lowerExpression(node: SyntaxNode): Expression {
    switch (node.kind) {
      case 'identifier':
      case 'type_identifier':
      case 'namespace_identifier':
      case 'field_identifier':
      case 'this':
        return { type: 'name', node, name: this.text(node) };
      case 'qualified_identifier':
      case 'template_function':
      case 'template_method':
      case 'template_type':
      case 'dependent_name':
        return this.qualified(node);
      case 'number_literal':
        return this.literal(node, numberValue(this.text(node)) ?? 0);
      case 'true':
      case 'false':
        return this.literal(node, node.kind === 'true');
      case 'null':
        return this.literal(node, null);
      case 'char_literal':
      case 'string_literal':
        return this.literal(
          node,
          unescape(
            this.text(node)
              .replace(/^(u8|[LuU])?["']/, '')
              .replace(/["']$/, ''),
          ),
        );
      case 'raw_string_literal':
        return this.literal(
          node,
          this.text(node)
            .replace(/^[^(]*\(/, '')
            .replace(/\)[^)]*$/, ''),
        );
      case 'concatenated_string':
        return { type: 'compose', node, parts: this.named(node).map((part) => this.expression(part)) };
      case 'field_expression':
        return this.member(node);
      case 'subscript_expression':
        return this.subscript(node);
      case 'pointer_expression':
        return this.pointer(node);
      case 'call_expression':
        return this.call(node);
      case 'new_expression':
        return this.creation(node);
      case 'delete_expression':
        return this.deletion(node);
      case 'assignment_expression':
        return this.assignment(node);
      case 'update_expression':
        return this.step(node);
      case 'binary_expression':
        return this.castOrBinary(node);
      case 'unary_expression':
        return this.unary(node, this.field(node, 'argument'), this.text(this.field(node, 'operator')));
      case 'conditional_expression':
        return this.conditional(node);
      case 'sizeof_expression':
      case 'alignof_expression':
        return { type: 'opaque', node, parts: [] };
      case 'lambda_expression':
        return { type: 'function', node, fn: this.unit(node) };
      default:
        return this.lowerWrapper(node);
    }
  }

  /** `(LPVOID)&x` reads like an operation where the grammar does not know the type. */
  private castOrBinary(node: SyntaxNode): Expression {
    const left = this.field(node, 'left');
    const right = this.field(node, 'right');
    const operator = this.text(this.field(node, 'operator'));
    // `argv + 1` is the arguments from there on.
    if (operator === '+' && left?.kind === 'identifier' && this.text(left) === 'argv')
      return { type: 'index', node, object: this.expression(left), key: null };
    if (operator === '/' && left && right && this.isPath(left)) {
      const separator: Expression = { type: 'literal', node, value: '/' };
      return { type: 'compose', node, parts: [this.expression(left), separator, this.expression(right)] };
    }
    if (left?.kind !== 'parenthesized_expression' || !right || !/^[&*]$/.test(operator)) return this.binary(node);
    if (!/^\(\s*([A-Z]\w*|\w+_t|byte|uchar|uint|ulong|ushort)\s*\)$/.test(this.text(left))) return this.binary(node);
    const inner = this.expression(right);
    return operator === '&' ? { ...inner, node } : { type: 'index', node, object: inner, key: null };
  }

  /** `root / name` of std::filesystem. */
  private isPath(node: SyntaxNode): boolean {
    if (this.tree.language !== 'cpp') return false;
    let place = node;
    while (place.kind === 'binary_expression') place = this.field(place, 'left') ?? place.children[0] ?? place;
    const text = this.text(place);
    if (place.kind === 'identifier') return (this.paths ??= pathNames(this.tree.source)).has(text);
    if (place.kind === 'call_expression')
      return /(?:\bpath|_path|\bcanonical|_canonical|\babsolute|_directory)\(.*\)$/s.test(text.slice(0, 300));
    return false;
  }

  /** What only wraps an expression, and lists. */
  private lowerWrapper(node: SyntaxNode): Expression {
    const children = this.named(node);
    switch (node.kind) {
      case 'cast_expression':
      case 'compound_literal_expression':
      case 'condition_clause': {
        const value = this.field(node, 'value') ?? children.at(-1);
        return value ? this.expression(value) : this.opaque(node);
      }
      case 'parenthesized_expression':
      case 'parameter_pack_expansion':
      case 'co_await_expression':
        return children[0] ? this.expression(children[0]) : this.opaque(node);
      case 'comma_expression': {
        const parts = children.map((child) => this.expression(child));
        return { type: 'opaque', node, parts };
      }
      case 'initializer_list':
        return this.initializers(node, children);
      case 'declaration':
        return this.conditionDeclaration(node);
      default:
        return this.opaque(node);
    }
  }

  /** `if (auto p = find(x))`: the name is bound to the value that is asked about. */
  private conditionDeclaration(node: SyntaxNode): Expression {
    const declarator = this.field(node, 'declarator');
    const value = this.field(node, 'value') ?? (declarator ? this.field(declarator, 'value') : null);
    const name = declarator ? (this.field(declarator, 'declarator') ?? declarator) : null;
    if (!name || !value) return this.opaque(node);
    return { type: 'assign', node, target: this.expression(name), value: this.expression(value), operator: null };
  }

  private qualified(node: SyntaxNode): Expression {
    const text = plainName(this.text(node).replace(/<[^]*?>(?=::|$)/g, ''));
    const parts = text.split('::').filter((part) => part !== '');
    const [first, ...rest] = parts;
    if (first === undefined || !parts.every((part) => /^~?[\w$]+$/.test(part))) {
      return { type: 'name', node, name: /^\w+/.exec(text)?.[0] ?? text.slice(0, 40) };
    }
    let expression: Expression = { type: 'name', node, name: first };
    for (const property of rest) expression = { type: 'member', node, object: expression, property };
    return expression;
  }

  private member(node: SyntaxNode): Expression {
    const object = this.field(node, 'argument');
    const property = this.field(node, 'field');
    if (!object || !property) return this.opaque(node);
    return {
      type: 'member',
      node,
      object: this.expression(object),
      property: this.text(property).replace(/<[^]*$/, ''),
    };
  }

  private subscript(node: SyntaxNode): Expression {
    const object = this.field(node, 'argument');
    const indices = this.field(node, 'indices') ?? this.field(node, 'index');
    const key = indices?.kind === 'subscript_argument_list' ? this.named(indices)[0] : indices;
    if (!object) return this.opaque(node);
    return { type: 'index', node, object: this.expression(object), key: this.optional(key ?? null) };
  }

  private pointer(node: SyntaxNode): Expression {
    const argument = this.field(node, 'argument');
    if (!argument) return this.opaque(node);
    const inner = this.expression(argument);
    if (this.text(this.field(node, 'operator')) === '&') return { ...inner, node };
    return { type: 'index', node, object: inner, key: null };
  }

  private call(node: SyntaxNode): Expression {
    const callee = this.field(node, 'function');
    const list = this.field(node, 'arguments');
    if (!callee || !list) return this.opaque(node);
    const args = this.named(list);
    if (args.length === 1 && args[0] && (isCastName(this.text(callee)) || callee.kind === 'primitive_type')) {
      return this.expression(args[0]);
    }
    if (/^(std::)?(move|forward|as_const)\b/.test(this.text(callee)) && args[0]) return this.expression(args[0]);
    if (args.length === 1 && args[0] && isTextType(this.text(callee))) return this.expression(args[0]);
    const made = this.madeType(callee);
    if (made !== null) {
      const type: Expression = { type: 'name', node: callee, name: made };
      return { type: 'call', node, callee: type, args: this.arguments(args), construct: true };
    }
    return { type: 'call', node, callee: this.expression(callee), args: this.arguments(args), construct: false };
  }

  /** `Archiver(name)`, `std::make_unique<Archiver>(name)`: the class of this file that is made; null for any other call. */
  private madeType(callee: SyntaxNode): string | null {
    if (this.tree.language !== 'cpp') return null;
    const text = this.text(callee).slice(0, 120);
    const name =
      /^(?:std::)?make_(?:unique|shared)<\s*(\w+)\s*>$/.exec(text)?.[1] ?? (callee.kind === 'identifier' ? text : null);
    return name !== null && this.isClass(name) ? name : null;
  }

  private classNames: ReadonlySet<string> | null = null;

  protected isClass(name: string): boolean {
    this.classNames ??= new Set(
      [...this.tree.byKind('class_specifier'), ...this.tree.byKind('struct_specifier')].flatMap((one) =>
        this.field(one, 'body') ? [this.text(this.field(one, 'name'))] : [],
      ),
    );
    return this.classNames.has(name);
  }

  protected arguments(nodes: readonly SyntaxNode[]): readonly Argument[] {
    return nodes.map((child) => ({ name: null, value: this.expression(child), spread: false }));
  }

  private creation(node: SyntaxNode): Expression {
    const type = this.field(node, 'type');
    const list = this.field(node, 'arguments');
    if (!type) return this.opaque(node);
    const callee: Expression = { type: 'name', node: type, name: typeName(this.text(type)) ?? 'new' };
    return { type: 'call', node, callee, args: this.arguments(list ? this.named(list) : []), construct: true };
  }

  private deletion(node: SyntaxNode): Expression {
    const callee: Expression = { type: 'name', node, name: 'delete' };
    return { type: 'call', node, callee, args: this.arguments(this.named(node)), construct: false };
  }

  private assignment(node: SyntaxNode): Expression {
    const target = this.field(node, 'left');
    const value = this.field(node, 'right');
    if (!target || !value) return this.opaque(node);
    const operator = this.text(this.field(node, 'operator')).slice(0, -1) || null;
    return { type: 'assign', node, target: this.expression(target), value: this.expression(value), operator };
  }

  /** `i++`: from then on the variable is no constant, and carries what it carried. */
  private step(node: SyntaxNode): Expression {
    const argument = this.field(node, 'argument');
    if (!argument) return this.opaque(node);
    const target = this.expression(argument);
    return { type: 'assign', node, target, value: { type: 'opaque', node, parts: [target] }, operator: null };
  }

  private conditional(node: SyntaxNode): Expression {
    const condition = this.field(node, 'condition') ?? undefined;
    const whenTrue = this.field(node, 'consequence') ?? condition;
    return this.choice(node, condition, whenTrue, this.field(node, 'alternative') ?? undefined);
  }

  /** `{1, 2}` is a list, `{.name = x}` a record. */
  private initializers(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    if (!children.some((child) => child.kind === 'initializer_pair')) {
      return { type: 'list', node, items: children.map((child) => this.expression(child)) };
    }
    const entries = children.map((child): Entry => {
      const designator = child.kind === 'initializer_pair' ? this.field(child, 'designator') : null;
      const value = this.field(child, 'value') ?? child;
      const key = designator?.kind === 'field_designator' ? this.text(designator).replace(/^\./, '') : null;
      return { key, value: this.expression(value) };
    });
    return { type: 'record', node, entries };
  }
}
