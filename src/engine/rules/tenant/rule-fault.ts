/** One mistake of a rule file, and where it stands. */
export interface RuleFault {
  /** JSON pointer into the file's content (`/rules/0/severity`). */
  pointer: string;
  /** 1-based. */
  line: number;
  column: number;
  /** `yaml`, `missing`, `unknown_key`, `invalid`, `pattern`, `regex`, `unsupported`, `duplicate`, `too_large`. */
  code: string;
  message: string;
}

/** Most mistakes that are told at once. */
export const MAX_FAULTS = 100;

/** The known word nearest to an unknown one, when a slip of two letters explains it. */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.min(3, Math.ceil(word.length / 2));
  for (const one of known) {
    const distance = editDistance(word.slice(0, 40), one, least);
    if (distance < least) [best, least] = [one, distance];
  }
  return best;
}

/** Levenshtein's distance; `limit` when it is at least that. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) >= limit) return limit;
  let row = Array.from({ length: right.length + 1 }, (_one, index) => index);
  for (let at = 1; at <= left.length; at += 1) {
    const next = [at];
    for (let other = 1; other <= right.length; other += 1) {
      const same = left[at - 1] === right[other - 1] ? 0 : 1;
      next.push(Math.min((row[other] ?? 0) + 1, (next[other - 1] ?? 0) + 1, (row[other - 1] ?? 0) + same));
    }
    row = next;
  }
  return Math.min(row[right.length] ?? limit, limit);
}
