import { LineIndex } from '../tree/line-index.js';
import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';
import { tokensOf } from '../tree/tokens.js';

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
  const { covered, lineOf } = repeats(tree, tokens);
  const lines = new Set<number>();
  let depth = 0;
  for (let at = 0; at < tokens.length; at++) {
    depth += covered[at] ?? 0;
    const line = lineOf[at];
    if (depth > 0 && line !== undefined) lines.add(line);
  }
  return lines.size;
}

interface Repeats {
  readonly tokens: readonly SyntaxNode[];
  readonly lineOf: Int32Array;
  /** +1 where a duplicated window starts, −1 after its end. */
  readonly covered: Int32Array;
  /** For each token with which a window starts: 1 + the token that the earlier copy starts with; 0 where it is no copy. */
  readonly earlier: Int32Array;
}

/** Metrics and rules ask for the same tree. */
const known = new WeakMap<SyntaxTree, Repeats>();

function repeats(tree: SyntaxTree, tokens: readonly SyntaxNode[]): Repeats {
  let found = known.get(tree);
  if (found === undefined) {
    const index = new LineIndex(tree.source);
    const lineOf = new Int32Array(tokens.length);
    tokens.forEach((token, at) => (lineOf[at] = index.line(token.start)));
    found = { tokens, lineOf, ...coveredTokens(normalise(tokens), lineOf) };
    known.set(tree, found);
  }
  return found;
}

/** A block of code that stands twice, first and last token of each place. */
export interface DuplicatedBlock {
  readonly first: readonly [SyntaxNode, SyntaxNode];
  readonly second: readonly [SyntaxNode, SyntaxNode];
  readonly tokens: number;
  /** How many of them are the same to the letter. */
  readonly same: number;
}

/** The duplicated blocks of a source, longest runs of windows that follow each other in both places. */
export function duplicatedBlocks(tree: SyntaxTree): DuplicatedBlock[] {
  const { tokens, earlier } = repeats(tree, known.get(tree)?.tokens ?? tokensOf(tree));
  const blocks: DuplicatedBlock[] = [];
  for (let at = 0; at < earlier.length; at++) {
    const from = (earlier[at] ?? 0) - 1;
    if (from < 0) continue;
    let length = 1;
    while (earlier[at + length] === from + length + 1 && from + length + WINDOW <= at) length++;
    const size = length + WINDOW - 1;
    const [a, b, c, d] = [tokens[from], tokens[from + size - 1], tokens[at], tokens[at + size - 1]];
    if (a && b && c && d)
      blocks.push({ first: [a, b], second: [c, d], tokens: size, same: sameTexts(tree, tokens, from, at, size) });
    at += size - 1;
  }
  return blocks;
}

function sameTexts(tree: SyntaxTree, tokens: readonly SyntaxNode[], from: number, at: number, size: number): number {
  let same = 0;
  for (let offset = 0; offset < size; offset++) {
    const [one, other] = [tokens[from + offset], tokens[at + offset]];
    if (one && other && tree.text(one) === tree.text(other)) same += 1;
  }
  return same;
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

/** A running sum of `covered` above 0 is duplicated. */
function coveredTokens(symbols: Int32Array, lineOf: Int32Array): Pick<Repeats, 'covered' | 'earlier'> {
  const covered = new Int32Array(symbols.length + 1);
  const copies = new Int32Array(symbols.length + 1);
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
      copies[start] = earlier + 1;
    }
  }
  return { covered, earlier: copies };
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
