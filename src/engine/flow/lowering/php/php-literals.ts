import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Entry, Expression } from '../../core-tree.js';
import { LoweringBase } from '../lowering-base.js';
import { phpText } from './php-text.js';

/** PHP's texts and arrays. */
export abstract class PhpLiterals extends LoweringBase {
  protected string(node: SyntaxNode): Expression {
    const quote = node.kind === 'nowdoc' || this.text(node).startsWith("'") ? "'" : '"';
    const holder = node.kind === 'heredoc' || node.kind === 'nowdoc' ? this.field(node, 'value') : node;
    const parts = (holder ? this.named(holder) : []).map((child): Expression => {
      const isText = /^(string_content|escape_sequence|nowdoc_string)$/.test(child.kind);
      return isText ? this.literal(child, phpText(this.text(child), quote)) : this.expression(child);
    });
    if (parts.every((part) => part.type === 'literal'))
      return this.literal(node, parts.map((part) => String(part.type === 'literal' ? part.value : '')).join(''));
    return { type: 'compose', node, parts };
  }

  protected array(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    const isPair = (child: SyntaxNode): boolean => this.named(child).length === 2;
    const spreads = children.some((child) => this.named(child)[0]?.kind === 'variadic_unpacking');
    if (!children.some(isPair) && !spreads)
      return { type: 'list', node, items: children.map((child) => this.expression(child)) };
    let position = 0;
    const entries = children.map((child): Entry => {
      const value = this.expression(child);
      if (!isPair(child)) return { key: spreads ? null : String(position++), value };
      const key = this.expression(this.named(child)[0] ?? child);
      return { key: key.type === 'literal' ? String(key.value) : null, value };
    });
    return { type: 'record', node, entries };
  }

  /** `['a' => $x, 'b' => $y] = $value`: one assignment for each key; null when it has none. */
  protected keyedTargets(pattern: SyntaxNode, value: Expression): readonly Expression[] | null {
    if (!pattern.children.some((child) => child.kind === '=>')) return null;
    const parts = this.named(pattern);
    const targets: Expression[] = [];
    for (let at = 0; at + 1 < parts.length; at += 2) {
      const [key, target] = [parts[at], parts[at + 1]];
      if (!key || !target) break;
      const part: Expression = { type: 'index', node: target, object: value, key: this.expression(key) };
      targets.push({ type: 'assign', node: target, target: this.expression(target), value: part, operator: null });
    }
    return targets;
  }
}

/** PHP's `+` adds numbers, never text: `a + b` is `a - -b`. */
export function negative(value: Expression): Expression {
  return { type: 'unary', node: value.node, operator: '-', operand: value };
}
