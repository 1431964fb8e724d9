import { requiredLiterals } from './required-literals.js';

const size = 1 << 16;

/**
 * Which runs of three letters a text holds, as a set of hashes (a Bloom filter of one function): a text that is not there
 * is nearly always known not to be there without a search. Made in one pass, asked by a hundred expressions.
 */
export class TextIndex {
  private readonly seen = new Uint8Array(size);

  constructor(readonly text: string) {
    const folded = text.toLowerCase();
    for (let at = 0; at + 2 < folded.length; at += 1) this.seen[hashAt(folded, at)] = 1;
  }

  /** False when the expression cannot match anywhere in the text. */
  mayMatch({ literals }: IndexedRegex): boolean {
    return literals === null || literals.some((hashes) => hashes.every((hash) => this.seen[hash] === 1));
  }
}

/** A regular expression with what its matches must hold. */
export interface IndexedRegex {
  readonly regex: RegExp;
  /** Hashes of the parts of each text of which one must be there; null when nothing is sure. */
  readonly literals: readonly (readonly number[])[] | null;
}

export function indexed(regex: RegExp): IndexedRegex {
  const literals = requiredLiterals(regex);
  return { regex, literals: literals && literals.map(hashesOf) };
}

const prepared = new Map<string, IndexedRegex>();

/** `indexed`, once for all expressions of the same spelling: a literal inside a function is another object at each run. */
export function indexedOnce(regex: RegExp): IndexedRegex {
  const spelling = regex.flags === '' ? regex.source : `${regex.flags} ${regex.source}`;
  let known = prepared.get(spelling);
  if (!known) prepared.set(spelling, (known = indexed(regex)));
  return known;
}

function hashesOf(text: string): readonly number[] {
  return Array.from({ length: text.length - 2 }, (_, at) => hashAt(text, at));
}

function hashAt(text: string, at: number): number {
  const mixed = (text.charCodeAt(at) * 31 + text.charCodeAt(at + 1)) * 31 + text.charCodeAt(at + 2);
  return (mixed ^ (mixed >>> 11)) & (size - 1);
}
