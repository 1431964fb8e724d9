import type { SyntaxTree } from '../../tree/syntax-tree.js';
import type { Expression } from '../core-tree.js';
import type { Environment } from '../evaluation/environment.js';
import { proofName } from './proof-name.js';
import { sanitise, type Value } from '../value.js';
import type { SafetyMask } from '../sink-class.js';

/** Longer expressions are not repeated word for word. */
const longest = 80;

/**
 * Proofs about request data that no variable holds: `if (in_array($_GET['x'], $allowed)) f($_GET['x']);` asks and uses it by
 * the same words, which then stand for a variable of their own. Only what comes straight from its source counts, at most
 * through one variable (`const { query } = req`): what the program does hardly changes it in between.
 */
export class ProvedExpressions {
  private readonly texts = new Set<string>();

  constructor(private readonly tree: SyntaxTree) {}

  prove(subject: Expression, value: Value, environment: Environment, mask: SafetyMask): void {
    const text = this.textOf(subject);
    if (text === null || !value.taints.some((taint) => taint.kind === 'remote' && taint.steps.length <= 2)) return;
    this.texts.add(text);
    environment.set(proofName(text), sanitise(value, mask));
  }

  /** The value of an expression after what was proved of it; the given one when nothing was. */
  known(expression: Expression, value: Value, environment: Environment): Value {
    if (this.texts.size === 0 || value.taints.length === 0) return value;
    const text = this.textOf(expression);
    return text !== null && this.texts.has(text) ? (environment.get(proofName(text)) ?? value) : value;
  }

  private textOf(expression: Expression): string | null {
    const { node, type } = expression;
    if ((type !== 'index' && type !== 'call' && type !== 'member') || node.end - node.start > longest) return null;
    return this.tree.text(node);
  }
}
