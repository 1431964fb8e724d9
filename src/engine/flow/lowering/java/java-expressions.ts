import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Expression, FunctionUnit, Parameter, Statement } from '../../core-tree.js';
import { LoweringBase, parseNumber, unescape } from '../lowering-base.js';

/** Longer switch expressions are not taken apart: each rule nests the next. */
const maximumRules = 32;

/** Java's expressions and methods; its statements are in java-lowering.ts. */
export abstract class JavaExpressions extends LoweringBase {
  protected readonly blocks: ReadonlySet<string> = new Set(['block', 'program', 'constructor_body', 'switch_block']);
  protected className: string | null = null;
  /** Enums of the file: who is given one is given one of its constants. */
  protected enums: ReadonlySet<string> = new Set();

  protected enumNames(): ReadonlySet<string> {
    return new Set(this.tree.byKind('enum_declaration').map((node) => this.text(this.field(node, 'name'))));
  }

  /** Last name of a declared type, `Enum` for one of the file's own; null for `var`. */
  protected typeName(type: SyntaxNode | null): string | null {
    const name = elementTypeName(this.text(type));
    return name !== null && this.enums.has(name) ? 'Enum' : name;
  }

  protected unit(node: SyntaxNode): FunctionUnit {
    const className = this.className;
    const body = this.field(node, 'body');
    let lowered: readonly Statement[] | undefined;
    const lower = (): readonly Statement[] => {
      if (!body) return [];
      if (!this.blocks.has(body.kind)) return [{ type: 'return', node: body, value: this.expression(body) }];
      const outer = this.className;
      this.className = className;
      const statements = this.block(body, this.blocks);
      this.className = outer;
      return statements;
    };
    const modifiers = node.children.find((child) => child.kind === 'modifiers');
    return {
      name: this.text(this.field(node, 'name')) || null,
      node,
      className,
      confined: modifiers?.children.some((child) => child.kind === 'private') === true,
      annotations: this.annotations(modifiers).map((annotation) => this.text(annotation).slice(1)),
      parameters: this.parameters(this.field(node, 'parameters')),
      body: () => (lowered ??= lower()),
    };
  }

  private annotations(modifiers: SyntaxNode | undefined): readonly SyntaxNode[] {
    return (modifiers?.children ?? []).filter((child) => child.kind.endsWith('annotation'));
  }

  protected parameters(list: SyntaxNode | null): readonly Parameter[] {
    if (!list) return [];
    const nodes = list.kind === 'identifier' ? [list] : this.named(list);
    return nodes.flatMap((node): readonly Parameter[] => {
      const declarator = node.children.find((child) => child.kind === 'variable_declarator');
      const name = node.kind === 'identifier' ? node : this.field(declarator ?? node, 'name');
      if (!name) return [];
      const modifiers = node.children.find((child) => child.kind === 'modifiers');
      return [
        {
          name: this.text(name),
          node,
          type: this.typeName(this.field(node, 'type')),
          annotations: this.annotations(modifiers).map((annotation) => this.text(this.field(annotation, 'name'))),
          rest: node.kind === 'spread_parameter',
          properties: [],
        },
      ];
    });
  }

  protected override lowerExpression(node: SyntaxNode): Expression {
    const children = this.named(node);
    switch (node.kind) {
      case 'identifier':
      case 'type_identifier':
      case 'this':
      case 'super':
        return { type: 'name', node, name: this.text(node) };
      case 'decimal_integer_literal':
      case 'hex_integer_literal':
      case 'decimal_floating_point_literal':
        return this.literal(node, parseNumber(this.text(node)) ?? 0);
      case 'true':
      case 'false':
        return this.literal(node, node.kind === 'true');
      case 'null_literal':
        return this.literal(node, null);
      case 'character_literal':
        return this.literal(node, unescape(this.text(node).slice(1, -1)));
      case 'string_literal': {
        const text = this.text(node);
        return this.literal(node, unescape(text.startsWith('"""') ? text.slice(3, -3) : text.slice(1, -1)));
      }
      case 'field_access':
      case 'scoped_identifier':
      case 'scoped_type_identifier':
        return this.member(node, children);
      case 'array_access': {
        const object = this.field(node, 'array');
        if (!object) return this.opaque(node);
        return { type: 'index', node, object: this.expression(object), key: this.optional(this.field(node, 'index')) };
      }
      case 'method_invocation':
      case 'object_creation_expression':
        return this.call(node);
      case 'binary_expression':
        return this.binary(node);
      case 'unary_expression':
        return this.unary(node, this.field(node, 'operand'), this.text(this.field(node, 'operator')));
      case 'ternary_expression':
        return this.choice(node, children[0], children[1], children[2]);
      case 'array_creation_expression': {
        const values = this.field(node, 'value');
        return values ? { ...this.expression(values), node } : this.opaque(node);
      }
      case 'array_initializer':
        return { type: 'list', node, items: children.map((child) => this.expression(child)) };
      case 'assignment_expression': {
        const target = this.field(node, 'left');
        const value = this.field(node, 'right');
        if (!target || !value) return this.opaque(node);
        const operator = this.text(this.field(node, 'operator')).slice(0, -1) || null;
        return { type: 'assign', node, target: this.expression(target), value: this.expression(value), operator };
      }
      case 'update_expression':
        return this.update(node, children[0]);
      case 'instanceof_expression':
        return this.typeTest(node);
      case 'cast_expression':
        return this.expression(this.field(node, 'value') ?? node.children.at(-1) ?? node);
      case 'parenthesized_expression':
        return children[0] ? this.expression(children[0]) : this.opaque(node);
      case 'method_reference':
        return children.length === 2 ? this.member(node, children) : this.opaque(node);
      case 'switch_expression':
        return this.switchValue(node);
      case 'lambda_expression':
        return { type: 'function', node, fn: this.unit(node) };
      default:
        return this.opaque(node);
    }
  }

  /** `i++`: the variable becomes another number; what the expression itself is worth hardly matters. */
  private update(node: SyntaxNode, target: SyntaxNode | undefined): Expression {
    if (!target) return this.opaque(node);
    const operator = this.text(node).includes('--') ? '-' : '+';
    return { type: 'assign', node, target: this.expression(target), value: this.literal(node, 1), operator };
  }

  /** `x instanceof Text t`: t is x where the test holds; whether it does is open. */
  private typeTest(node: SyntaxNode): Expression {
    const value = this.field(node, 'left');
    const name = this.field(node, 'name');
    if (!value || !name) return this.opaque(node);
    const bound: Expression = {
      type: 'assign',
      node,
      target: this.expression(name),
      value: this.expression(value),
      operator: null,
    };
    return { type: 'binary', node, operator: '&&', left: bound, right: { type: 'opaque', node: name, parts: [] } };
  }

  /** `switch (x) { case "a" -> 1; default -> 2; }` as a chain of choices; a branch that throws has no value. */
  private switchValue(node: SyntaxNode): Expression {
    const subject = this.field(node, 'condition');
    const body = this.field(node, 'body');
    const rules = body ? this.named(body) : [];
    if (!subject || !body || rules.length > maximumRules) return this.opaque(node);
    let rest: Expression = { type: 'opaque', node: body, parts: [] };
    for (const rule of rules.toReversed()) {
      const labels = rule.children.filter((child) => child.kind === 'switch_label');
      const value = this.ruleValue(rule);
      const tests = labels.flatMap((label) => this.named(label));
      if (tests.length === 0) {
        rest = value;
        continue;
      }
      for (const test of tests) {
        const equal: Expression = {
          type: 'binary',
          node: test,
          operator: '==',
          left: this.expression(subject),
          right: this.expression(test),
        };
        rest = { type: 'choice', node: rule, condition: equal, whenTrue: value, whenFalse: rest };
      }
    }
    return { ...rest, node };
  }

  /** What a switch rule yields: its expression, or the `yield`s of its block. */
  private ruleValue(rule: SyntaxNode): Expression {
    const parts: Expression[] = [];
    for (const child of this.named(rule)) {
      if (child.kind === 'expression_statement') parts.push(...this.named(child).map((one) => this.expression(one)));
      const inner = child.kind === 'block' ? this.named(child) : child.kind === 'yield_statement' ? [child] : [];
      for (const statement of inner) {
        const value = statement.kind === 'yield_statement' ? this.named(statement)[0] : undefined;
        if (value) parts.push(this.expression(value));
      }
    }
    const [single] = parts;
    return single && parts.length === 1 ? single : { type: 'opaque', node: rule, parts };
  }

  private member(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    const object = this.field(node, 'object') ?? children[0];
    const property = this.field(node, 'field') ?? children.at(-1);
    if (!object || !property || object === property) return this.opaque(node);
    return { type: 'member', node, object: this.expression(object), property: this.text(property) };
  }

  private call(node: SyntaxNode): Expression {
    const list = this.field(node, 'arguments');
    const args = (list ? this.named(list) : []).map((child) => {
      return { name: null, value: this.expression(child), spread: false };
    });
    const construct = node.kind === 'object_creation_expression';
    const name = this.field(node, construct ? 'type' : 'name');
    if (!name) return this.opaque(node);
    const anonymous = node.children.find((child) => child.kind === 'class_body');
    const inner = anonymous ? this.named(anonymous).flatMap((member) => this.memberFunctions(member)) : [];
    const plain = name.kind === 'generic_type' ? (this.named(name)[0] ?? name) : name;
    const receiver = construct ? null : this.field(node, 'object');
    const callee: Expression = receiver
      ? { type: 'member', node: name, object: this.expression(receiver), property: this.text(name) }
      : this.expression(plain);
    return { type: 'call', node, callee, args: [...args, ...inner], construct };
  }

  /** Methods of an anonymous class, as if they were lambdas given to the constructor. */
  private memberFunctions(member: SyntaxNode): readonly { name: null; value: Expression; spread: boolean }[] {
    if (member.kind !== 'method_declaration') return [];
    return [{ name: null, value: { type: 'function', node: member, fn: this.unit(member) }, spread: false }];
  }
}

/** A list of numbers is as harmless as a number: `List<Long>` → `Long`; any other type by its own name. */
function elementTypeName(text: string): string | null {
  const element =
    /^(?:java\.util\.)?(?:List|Set|Collection|Optional)<\s*(Integer|Long|Short|Double|Boolean|UUID)\s*>$/.exec(text);
  return element?.[1] ?? lastTypeName(text);
}

/** `java.util.List<String>` → `List`. */
function lastTypeName(text: string): string | null {
  const plain = text.replace(/<[^]*$/, '').trim();
  return plain === '' || plain === 'var' ? null : (plain.split('.').at(-1) ?? null);
}
