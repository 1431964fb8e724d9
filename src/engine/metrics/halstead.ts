import type { HalsteadMetrics } from '../report/analysis-report.js';
import type { SyntaxNode } from '../tree/syntax-tree.js';

/**
 * Halstead's counts over tokens. Operands are names and literals (their text); operators are keywords and punctuation
 * (a pair of brackets once, by its opening). With n1/n2 distinct and N1/N2 total operators/operands: vocabulary n1 + n2,
 * length N1 + N2, volume length × log2 vocabulary, difficulty n1/2 × N2/n2, effort difficulty × volume.
 */
export class HalsteadCounter {
  private readonly operators = new Set<string>();
  private readonly operands = new Set<string>();
  private totalOperators = 0;
  private totalOperands = 0;

  /** @param text the token's text. */
  add(token: SyntaxNode, text: string): void {
    if (silent.has(token.kind)) return;
    if (token.named && token.kind !== 'optional_chain') {
      this.operands.add(text);
      this.totalOperands += 1;
    } else {
      this.operators.add(token.kind);
      this.totalOperators += 1;
    }
  }

  get volume(): number {
    const vocabulary = this.operators.size + this.operands.size;
    return vocabulary === 0 ? 0 : (this.totalOperators + this.totalOperands) * Math.log2(vocabulary);
  }

  metrics(): HalsteadMetrics {
    const distinct = { operators: this.operators.size, operands: this.operands.size };
    const difficulty =
      distinct.operands === 0 ? 0 : (distinct.operators / 2) * (this.totalOperands / distinct.operands);
    return {
      distinct_operators: distinct.operators,
      distinct_operands: distinct.operands,
      total_operators: this.totalOperators,
      total_operands: this.totalOperands,
      vocabulary: distinct.operators + distinct.operands,
      length: this.totalOperators + this.totalOperands,
      volume: rounded(this.volume),
      difficulty: rounded(difficulty),
      effort: rounded(difficulty * this.volume),
    };
  }
}

/** Closing brackets and quotes: the other half of what was counted already. */
const silent = new Set([
  ')',
  ']',
  '}',
  '"',
  "'",
  '`',
  '"""',
  'string_start',
  'string_end',
  'interpolation_brace',
  'interpolation_start',
  '$',
  'end',
]);

/** Two decimals: enough to compare, and the same on every machine. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
