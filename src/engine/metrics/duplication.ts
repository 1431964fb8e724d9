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
  const lineOf = Int32Array.from(tokens, (token) => index.line(token.start));
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
  return Int32Array.from(tokens, ({ kind }) => {
    let number = numbers.get(kind);
    if (number === undefined) numbers.set(kind, (number = numbers.size + 1));
    return number;
  });
}

/** +1 where a duplicated window starts, −1 after its end: a running sum above 0 is duplicated. */
function coveredTokens(symbols: Int32Array, lineOf: Int32Array): Int32Array {
  const covered = new Int32Array(symbols.length + 1);
  const first = new Map<number, number>();
  const kinds = new Map<number, number>();
  let leading = 1;
  for (let power = 1; power < WINDOW; power++) leading = Math.imul(leading, BASE);
  let hash = 0;
  for (let at = 0; at < symbols.length; at++) {
    const start = at - WINDOW + 1;
    if (start > 0) {
      hash = (hash - Math.imul(symbols[start - 1] ?? 0, leading)) | 0;
      remove(kinds, symbols[start - 1] ?? 0);
    }
    hash = (Math.imul(hash, BASE) + (symbols[at] ?? 0)) | 0;
    kinds.set(symbols[at] ?? 0, (kinds.get(symbols[at] ?? 0) ?? 0) + 1);
    if (start < 0 || kinds.size < MIN_KINDS || !isTall(lineOf, start)) continue;
    const earlier = first.get(hash);
    if (earlier === undefined) first.set(hash, start);
    else if (start - earlier >= WINDOW && equal(symbols, earlier, start)) {
      cover(covered, earlier);
      cover(covered, start);
    }
  }
  return covered;
}

function remove(kinds: Map<number, number>, symbol: number): void {
  const left = (kinds.get(symbol) ?? 0) - 1;
  if (left > 0) kinds.set(symbol, left);
  else kinds.delete(symbol);
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
