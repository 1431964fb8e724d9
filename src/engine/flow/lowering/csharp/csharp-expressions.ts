import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Entry, Expression } from '../../core-tree.js';
import { parseNumber, unescape } from '../lowering-base.js';
import { CsharpCalls } from './csharp-calls.js';
import { csharpText } from './csharp-names.js';

/** Longer switch expressions are not taken apart: each arm nests the next. */
const maximumArms = 32;

/** C#'s expressions but for calls, which are in csharp-calls.ts; its statements are in csharp-lowering.ts. */
export abstract class CsharpExpressions extends CsharpCalls {
  protected override lowerExpression(node: SyntaxNode): Expression {
    const children = this.named(node);
    switch (node.kind) {
      case 'identifier':
      case 'this':
      case 'base':
      case 'predefined_type':
        return { type: 'name', node, name: this.text(node) };
      case 'generic_name':
        return children[0] ? this.expression(children[0]) : this.opaque(node);
      case 'integer_literal':
      case 'real_literal':
        return this.literal(node, parseNumber(this.text(node).replace(/[uUlLmM]+$/, '')) ?? 0);
      case 'boolean_literal':
        return this.literal(node, this.text(node) === 'true');
      case 'null_literal':
        return this.literal(node, null);
      case 'character_literal':
        return this.literal(node, unescape(this.text(node).slice(1, -1)));
      case 'string_literal':
      case 'verbatim_string_literal':
      case 'raw_string_literal':
        return this.literal(node, csharpText(this.text(node), unescape));
      case 'interpolated_string_expression':
        return this.interpolated(node);
      case 'member_access_expression':
      case 'conditional_access_expression':
      case 'qualified_name':
      case 'alias_qualified_name':
        return this.member(node);
      case 'element_access_expression':
        return this.elementAccess(node, this.field(node, 'object'), this.field(node, 'subscript'));
      case 'invocation_expression':
        return this.call(node);
      case 'object_creation_expression':
        return this.construction(node);
      case 'anonymous_object_creation_expression':
        return { type: 'record', node, entries: this.anonymousEntries(node) };
      case 'implicit_object_creation_expression':
        return this.construction(node);
      case 'array_creation_expression':
      case 'implicit_array_creation_expression':
      case 'stackalloc_expression': {
        const values = children.find((child) => child.kind === 'initializer_expression');
        return values ? { ...this.expression(values), node } : { type: 'opaque', node, parts: [] };
      }
      case 'initializer_expression':
        return this.initializer(node);
      case 'element_binding_expression':
      case 'collection_expression':
      case 'tuple_expression':
        return this.tuple(node);
      case 'tuple_pattern':
        return { type: 'list', node, items: children.map((child) => this.expression(child)) };
      case 'argument':
        return this.expression(this.field(node, 'value') ?? children.at(-1) ?? node.children.at(-1) ?? node);
      case 'declaration_expression': {
        const name = this.field(node, 'name');
        return name ? this.expression(name) : this.opaque(node);
      }
      case 'assignment_expression':
        return this.assignment(node);
      case 'binary_expression':
        return this.binary(node);
      case 'is_pattern_expression':
        return this.patternTest(node);
      case 'prefix_unary_expression':
        return this.prefixed(node);
      case 'conditional_expression':
        return this.choice(
          node,
          this.field(node, 'condition') ?? undefined,
          this.field(node, 'consequence') ?? undefined,
          this.field(node, 'alternative') ?? undefined,
        );
      case 'cast_expression':
        return this.expression(this.field(node, 'value') ?? children.at(-1) ?? node);
      case 'as_expression':
        return this.expression(this.field(node, 'left') ?? children[0] ?? node);
      case 'parenthesized_expression':
      case 'await_expression':
      case 'postfix_unary_expression':
      case 'checked_expression':
      case 'ref_expression':
      case 'with_expression':
        return children[0] ? this.expression(children[0]) : this.opaque(node);
      case 'lambda_expression':
      case 'anonymous_method_expression':
        return { type: 'function', node, fn: this.unit(node, this.mappedRoute(node)) };
      case 'switch_expression':
        return this.switchValue(node, children);
      case 'query_expression':
        return this.query(node, children);
      case 'typeof_expression':
      case 'default_expression':
      case 'sizeof_expression':
        return { type: 'opaque', node, parts: [] };
      default:
        return node.children.length === 0 ? { type: 'opaque', node, parts: [] } : this.opaque(node);
    }
  }

  private interpolated(node: SyntaxNode): Expression {
    const parts = node.children.flatMap((child): readonly Expression[] => {
      if (child.kind === 'string_content') return [this.literal(child, this.text(child))];
      if (child.kind === 'escape_sequence') return [this.literal(child, unescape(this.text(child)))];
      const inner =
        child.kind === 'interpolation'
          ? this.named(child).find((one) => !one.kind.startsWith('interpolation'))
          : undefined;
      return inner ? [this.expression(inner)] : [];
    });
    return parts.length === 0 ? this.literal(node, '') : { type: 'compose', node, parts };
  }

  private assignment(node: SyntaxNode): Expression {
    const target = this.field(node, 'left');
    const value = this.field(node, 'right');
    if (!target || !value) return this.opaque(node);
    const written = this.text(this.field(node, 'operator')).slice(0, -1) || null;
    // `x ??= y` keeps what is there: both values are possible.
    if (written === '??') {
      const both: Expression = {
        type: 'binary',
        node,
        operator: '??',
        left: this.expression(target),
        right: this.expression(value),
      };
      return { type: 'assign', node, target: this.expression(target), value: both, operator: null };
    }
    return { type: 'assign', node, target: this.expression(target), value: this.expression(value), operator: written };
  }

  private prefixed(node: SyntaxNode): Expression {
    const operand = this.named(node)[0] ?? null;
    const operator = this.text(node.children[0] ?? null);
    return operator === '&' || operator === '*'
      ? this.expression(operand ?? node)
      : this.unary(node, operand, operator);
  }

  /** `x is "a" or "b"`, `x is null || y` (which the grammar reads as a pattern that holds all the rest). */
  private patternTest(node: SyntaxNode): Expression {
    const subject = this.field(node, 'expression');
    const pattern = this.field(node, 'pattern');
    return subject && pattern ? this.matches(subject, pattern, node) : this.opaque(node);
  }

  /** Whether a value fits a pattern, as an expression. */
  private matches(subject: SyntaxNode, pattern: SyntaxNode, node: SyntaxNode): Expression {
    const [first, second] = this.named(pattern);
    switch (pattern.kind) {
      case 'constant_pattern':
        if (first?.kind === 'binary_expression') return this.matches(subject, first, node);
        return this.comparison(subject, first ?? pattern, pattern);
      case 'binary_expression': {
        const left = this.field(pattern, 'left');
        const operator = this.text(this.field(pattern, 'operator'));
        const right = this.field(pattern, 'right');
        if (!left || !right || !/^(?:&&|\|\|)$/.test(operator)) return this.comparison(subject, pattern, pattern);
        return {
          type: 'binary',
          node: pattern,
          operator,
          left: this.matches(subject, left, node),
          right: this.expression(right),
        };
      }
      case 'parenthesized_pattern':
        return first ? this.matches(subject, first, node) : this.opaque(pattern);
      case 'negated_pattern':
        return {
          type: 'unary',
          node: pattern,
          operator: '!',
          operand: first ? this.matches(subject, first, node) : this.opaque(pattern),
        };
      case 'and_pattern':
      case 'or_pattern': {
        if (!first || !second) return this.opaque(pattern);
        const operator = pattern.kind === 'or_pattern' ? '||' : '&&';
        return {
          type: 'binary',
          node: pattern,
          operator,
          left: this.matches(subject, first, node),
          right: this.matches(subject, second, node),
        };
      }
      case 'declaration_pattern':
      case 'var_pattern':
      case 'recursive_pattern': {
        const name = this.field(pattern, 'name');
        const value = this.expression(subject);
        if (!name) return { type: 'opaque', node, parts: [value] };
        const bound: Expression = {
          type: 'assign',
          node: pattern,
          target: this.expression(name),
          value,
          operator: null,
        };
        return { type: 'opaque', node, parts: [bound] };
      }
      default:
        return /literal|identifier|member_access/.test(pattern.kind)
          ? this.comparison(subject, pattern, pattern)
          : { type: 'opaque', node, parts: [this.expression(subject)] };
    }
  }

  private comparison(subject: SyntaxNode, value: SyntaxNode, node: SyntaxNode): Expression {
    return { type: 'binary', node, operator: '==', left: this.expression(subject), right: this.expression(value) };
  }

  /** The condition under which a case runs; null for one that always does. */
  protected caseCondition(subject: SyntaxNode, pattern: SyntaxNode): Expression | null {
    return pattern.kind === 'discard' || pattern.kind === 'var_pattern'
      ? null
      : this.matches(subject, pattern, pattern);
  }

  /** `x switch { "a" => 1, _ => 2 }` as a chain of choices. */
  private switchValue(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    const [subject] = children;
    const arms = children.filter((child) => child.kind === 'switch_expression_arm');
    if (!subject || arms.length > maximumArms) return this.opaque(node);
    let rest: Expression = { type: 'opaque', node: subject, parts: [] };
    for (const arm of arms.toReversed()) {
      const parts = this.named(arm);
      const [pattern] = parts;
      const result = parts.at(-1);
      if (!pattern || !result) continue;
      const value: Expression =
        result.kind === 'throw_expression' ? { type: 'opaque', node: result, parts: [] } : this.expression(result);
      const condition = this.caseCondition(subject, pattern);
      rest = condition ? { type: 'choice', node: arm, condition, whenTrue: value, whenFalse: rest } : value;
    }
    return { ...rest, node };
  }

  /** `from x in xs where p(x) select f(x)`. */
  private query(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    const bindings: Expression[] = [];
    const conditions: Expression[] = [];
    let element: Expression = { type: 'opaque', node, parts: [] };
    for (const clause of children) {
      const parts = this.named(clause);
      const [name] = parts;
      const value = clause.kind === 'join_clause' ? parts[1] : parts.at(-1);
      if (!name || !value) continue;
      if (clause.kind === 'where_clause') conditions.push(this.expression(value));
      else if (clause.kind === 'select_clause') element = this.expression(value);
      else if (/^(?:from|join|let)_clause$/.test(clause.kind)) {
        const given = this.expression(value);
        const bound: Expression =
          clause.kind === 'let_clause' ? given : { type: 'index', node: value, object: given, key: null };
        bindings.push({ type: 'assign', node: clause, target: this.expression(name), value: bound, operator: null });
      }
    }
    return { type: 'comprehension', node, bindings, conditions, element };
  }

  private anonymousEntries(node: SyntaxNode): readonly Entry[] {
    const parts = node.children.filter((child) => child.named);
    return parts.map((part, index): Entry => {
      // `{ N = p.Name }` is a name and a value side by side.
      const isName = part.kind === 'identifier' && node.children[node.children.indexOf(part) + 1]?.kind === '=';
      if (isName) return { key: this.text(part), value: this.expression(parts[index + 1] ?? part) };
      const property = this.field(part, 'property');
      return { key: property ? this.text(property) : null, value: this.expression(part) };
    });
  }
}
