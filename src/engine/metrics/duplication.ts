import { LineIndex } from '../tree/line-index.js';
import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';

/** A block counts as duplicated from this many tokens on, over at least so many lines, of at least so many kinds. */
const WINDOW = 60;
const MIN_LINES = 5;
/** Tables of literals repeat few kinds of token (`1 , 2 ,`); code repeats many. */
const MIN_KINDS = 9;

const BASE = 1_000_003;

/**
 * Lines that belong to a block which occurs again in the same source, the first occurrence included. Rabin–Karp (1987):
 * a rolling hash over windows of tokens, compared token by token when hashes agree. Names and literals are compared by
 * kind, so a copy with other names is still a copy; keywords and punctuation by text.
 */
export function duplicatedLines(tree: SyntaxTree, tokens: readonly SyntaxNode[]): number {
  if (tokens.length < 2 * WINDOW) return 0;
  const symbols = normalise(tokens);
  const index = new LineIndex(tree.source);
  const lineOf = new Int32Array(tokens.length);
  tokens.forEach((token, at) => (lineOf[at] = index.line(token.start)));
  const covered = coveredTokens(symbols, lineOf);
  const lines = new Set<number>();
  let depth = 0;
  for (let at = 0; at < tokens.length; at++) {
    depth += covered[at] ?? 0;
    const line = lineOf[at];
    if (depth > 0 && line !== undefined) lines.add(line);
  }
  return lines.size;
}

/** Each token as a small number: the same for all tokens that count as equal. */
function normalise(tokens: readonly SyntaxNode[]): Int32Array {
  const numbers = new Map<string, number>();
  const symbols = new Int32Array(tokens.length);
  let at = 0;
  for (const { kind } of tokens) {
    let number = numbers.get(kind);
    if (number === undefined) numbers.set(kind, (number = numbers.size + 1));
    symbols[at++] = number;
  }
  return symbols;
}

/** +1 where a duplicated window starts, −1 after its end: a running sum above 0 is duplicated. */
function coveredTokens(symbols: Int32Array, lineOf: Int32Array): Int32Array {
  const covered = new Int32Array(symbols.length + 1);
  const first = new Map<number, number>();
  // How often each symbol stands in the window, and how many do.
  const counts = new Int32Array(symbols.length + 2);
  let kinds = 0;
  let leading = 1;
  for (let power = 1; power < WINDOW; power++) leading = Math.imul(leading, BASE);
  let hash = 0;
  for (let at = 0; at < symbols.length; at++) {
    const start = at - WINDOW + 1;
    if (start > 0) {
      const left = symbols[start - 1] ?? 0;
      hash = (hash - Math.imul(left, leading)) | 0;
      const remaining = (counts[left] ?? 0) - 1;
      counts[left] = remaining;
      if (remaining === 0) kinds -= 1;
    }
    const symbol = symbols[at] ?? 0;
    hash = (Math.imul(hash, BASE) + symbol) | 0;
    const present = counts[symbol] ?? 0;
    counts[symbol] = present + 1;
    if (present === 0) kinds += 1;
    if (start < 0 || kinds < MIN_KINDS || !isTall(lineOf, start)) continue;
    const earlier = first.get(hash);
    if (earlier === undefined) first.set(hash, start);
    else if (start - earlier >= WINDOW && equal(symbols, earlier, start)) {
      cover(covered, earlier);
      cover(covered, start);
    }
  }
  return covered;
}

function isTall(lineOf: Int32Array, start: number): boolean {
  return (lineOf[start + WINDOW - 1] ?? 0) - (lineOf[start] ?? 0) + 1 >= MIN_LINES;
}

function equal(symbols: Int32Array, a: number, b: number): boolean {
  for (let at = 0; at < WINDOW; at++) if (symbols[a + at] !== symbols[b + at]) return false;
  return true;
}

function cover(covered: Int32Array, start: number): void {
  covered[start] = (covered[start] ?? 0) + 1;
  covered[start + WINDOW] = (covered[start + WINDOW] ?? 0) - 1;
}
