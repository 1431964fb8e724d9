import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Argument, Expression, Statement } from '../../core-tree.js';
import { goTypeName, strictParsers, validators } from './go-calls.js';
import { GoExpressions } from './go-expressions.js';

/** Go's declarations and assignments: several names at once, results that say whether a call went well. */
export abstract class GoBindings extends GoExpressions {
  private declared: ReadonlySet<string> | null = null;

  protected specs(node: SyntaxNode): readonly SyntaxNode[] {
    return this.named(node).flatMap((child) => (child.kind.endsWith('_spec_list') ? this.named(child) : [child]));
  }

  protected variables(spec: SyntaxNode): readonly Statement[] {
    const names = this.fields(spec, 'name');
    const type = this.field(spec, 'type');
    const values = this.field(spec, 'value');
    const declaredType = type ? goTypeName(this.text(type)) : null;
    const given = values ? this.named(values) : [];
    const [single] = given;
    if (single && given.length === 1 && names.length > 1) return this.spread(spec, names, single);
    return names.map((name, index) => this.declare(name, given[index] ?? null, declaredType));
  }

  protected declare(name: SyntaxNode, value: SyntaxNode | null, declaredType: string | null): Statement {
    this.tests.delete(this.text(name));
    const target = this.expression(name);
    return {
      type: 'declare',
      node: name,
      target,
      value: this.optional(value),
      declaredType: declaredType ?? this.madeType(value),
    };
  }

  /** `&Server{…}` and `new(Server)` are a Server. */
  private madeType(value: SyntaxNode | null): string | null {
    const made = value?.kind === 'unary_expression' ? this.field(value, 'operand') : value;
    const type = made?.kind === 'composite_literal' ? this.field(made, 'type') : null;
    return type && /^(?:type_identifier|qualified_type)$/.test(type.kind) ? this.text(type) : null;
  }

  protected bindings(
    node: SyntaxNode,
    left: SyntaxNode | null,
    right: SyntaxNode | null,
    operator: string | null,
  ): readonly Statement[] {
    if (!left || !right) return [{ type: 'expression', node, value: this.opaque(node) }];
    const targets = left.kind === 'expression_list' ? this.named(left) : [left];
    const values = right.kind === 'expression_list' ? this.named(right) : [right];
    const [single] = values;
    if (single && values.length === 1 && targets.length > 1) return this.spread(node, targets, single);
    return targets.map((target, index): Statement => {
      const value = values[index] ?? null;
      if (target.kind === 'identifier' && operator === null) {
        const declared = this.declare(target, value, null);
        const parsed = value ? this.parsedOrNil(value) : null;
        if (parsed) this.parsed.set(this.text(target), parsed);
        else this.parsed.delete(this.text(target));
        const test = value && targets.length === 1 ? this.validation(value) : null;
        if (test) this.tests.set(this.text(target), test);
        return declared;
      }
      return {
        type: 'expression',
        node,
        value: {
          type: 'assign',
          node,
          target: this.expression(target),
          value: value ? this.expression(value) : { type: 'opaque', node, parts: [] },
          operator,
        },
      };
    });
  }

  protected assignment(node: SyntaxNode): readonly Statement[] {
    const operator = this.text(this.field(node, 'operator')).slice(0, -1) || null;
    return this.bindings(node, this.field(node, 'left'), this.field(node, 'right'), operator);
  }

  /**
   * `v, err := f(x)`: what goes in comes out as the first results, the last one only says whether. `v, ok := m[k]` asks for
   * membership, and a parser that did not fail proves its argument.
   */
  private spread(node: SyntaxNode, targets: readonly SyntaxNode[], source: SyntaxNode): readonly Statement[] {
    const last = targets.at(-1);
    const says = last !== undefined && /^(?:err|ok|found|exists|_|\w*(?:Err|Ok|OK))$/.test(this.text(last));
    const value = this.expression(source);
    for (const target of targets) this.tests.delete(this.text(target));
    const items = targets.map((target, index): Expression => {
      const isLast = index === targets.length - 1;
      // Of a function that is followed it is known what it says.
      return says && isLast && (value.type !== 'call' || this.text(target) === '_')
        ? { type: 'opaque', node: target, parts: [] }
        : this.expression(target);
    });
    const [first] = items;
    const isValue = says && items.length === 2 && items[1]?.type === 'opaque';
    const target: Expression = isValue && first ? first : { type: 'list', node, items };
    // Where the path lies below the folder is asked of this name, and says it of the path.
    if (first?.type === 'name' && this.text(source).startsWith('filepath.Rel(') && value.type === 'call') {
      const callee: Expression = { type: 'member', node: source, object: value.callee, property: 'relative' };
      this.tests.set(first.name, { ...value, callee });
    }
    const test = says ? this.testOf(source, value) : null;
    if (last && test) this.tests.set(this.text(last), test);
    return [{ type: 'declare', node, target, value, declaredType: null }];
  }

  /** `err := validatePath(p)`: no error says that the validator was content. One of this file is judged by what it does. */
  private validation(source: SyntaxNode): Expression | null {
    const called = source.kind === 'call_expression' ? this.text(this.field(source, 'function')) : '';
    const name = called.slice(called.lastIndexOf('.') + 1);
    if (!validators.test(name) || this.isDeclared(name)) return null;
    const value = this.expression(source);
    return value.type === 'call' ? this.proof(source, 'validated', value.args) : null;
  }

  private isDeclared(name: string): boolean {
    this.declared ??= new Set(
      ['function_declaration', 'method_declaration'].flatMap((kind) =>
        this.tree.byKind(kind).map((declaration) => this.text(this.field(declaration, 'name'))),
      ),
    );
    return this.declared.has(name);
  }

  /** A question that guards understand, about arguments; it never has a value that would decide a branch. */
  private proof(node: SyntaxNode, name: string, args: readonly Argument[]): Expression {
    return { type: 'call', node, callee: { type: 'name', node, name }, args, construct: false };
  }

  private testOf(source: SyntaxNode, value: Expression): Expression | null {
    if (value.type === 'index' && value.key) {
      const callee: Expression = { type: 'member', node: source, object: value.object, property: 'has' };
      const args = [{ name: null, value: value.key, spread: false }];
      return { type: 'call', node: source, callee, args, construct: false };
    }
    if (value.type !== 'call') return null;
    const isParser = strictParsers.has(this.text(this.field(source, 'function')));
    return isParser ? this.proof(source, 'isNumeric', value.args.slice(0, 1)) : this.validation(source);
  }
}
