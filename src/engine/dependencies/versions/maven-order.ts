import { compareNumbers, compareTexts, isNumber } from './compare-parts.js';

const qualifiers = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const aliases: Readonly<Record<string, string>> = {
  ga: '',
  final: '',
  release: '',
  cr: 'rc',
  a: 'alpha',
  b: 'beta',
  m: 'milestone',
};

/** A token, and what stood before it: a hyphen begins a list of its own. */
interface Token {
  readonly text: string;
  readonly hyphen: boolean;
}

/**
 * Maven's version order (the POM reference, "Version Order Specification"): split at `.`, `-` and where digits meet letters;
 * zeros and empty qualifiers at the end of a run go; missing tokens are padded; qualifiers before numbers, known ones in
 * their order, others after them by letter.
 */
export function compareMaven(left: string, right: string): number {
  const a = trimmed(tokens(left));
  const b = trimmed(tokens(right));
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const order = compareTokens(a[at] ?? null, b[at] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

function tokens(version: string): Token[] {
  const found: Token[] = [];
  let hyphen = false;
  let last = '';
  const parts =
    version
      .trim()
      .toLowerCase()
      .slice(0, 500)
      .match(/\d+|[^\d.\-_+]+|[.\-_+]/g) ?? [];
  for (const [at, part] of parts.entries()) {
    if (/^[.\-_+]$/.test(part)) {
      if (last === 'separator') found.push({ text: '0', hyphen });
      hyphen = part !== '.';
      last = 'separator';
      continue;
    }
    const kind = isNumber(part) ? 'number' : 'word';
    // From digits to letters and back counts as a hyphen.
    if (last !== '' && last !== 'separator') hyphen = true;
    const next = parts[at + 1];
    // `a1`, `b1` and `m1` are short for the whole words; `a` alone is not.
    const short = /^[abm]$/.test(part) && !(next !== undefined && isNumber(next));
    found.push({ text: kind === 'word' && !short ? (aliases[part] ?? part) : part, hyphen });
    hyphen = false;
    last = kind;
  }
  return found;
}

/** Without the null values (0, '', final) at the end, and before each hyphen. */
function trimmed(all: readonly Token[]): Token[] {
  const kept: Token[] = [];
  for (const [at, token] of all.entries()) {
    const next = all[at + 1];
    kept.push(token);
    if (next === undefined || next.hyphen) while (kept.length > 0 && isNull(kept.at(-1))) kept.pop();
  }
  return kept;
}

function isNull(token: Token | undefined): boolean {
  return token !== undefined && (/^0+$/.test(token.text) || token.text === '');
}

function compareTokens(a: Token | null, b: Token | null): number {
  if (a === null && b === null) return 0;
  if (a === null || b === null) return a === null ? -aboveNothing(b) : aboveNothing(a);
  const [numberA, numberB] = [isNumber(a.text), isNumber(b.text)];
  if (numberA && numberB) return Number(b.hyphen) - Number(a.hyphen) || compareNumbers(a.text, b.text);
  if (numberA !== numberB) return numberA ? 1 : -1;
  return rank(a.text) - rank(b.text) || (rank(a.text) < qualifiers.length ? 0 : compareTexts(a.text, b.text));
}

/** Against nothing: a number is more, a qualifier is as it stands to the release. */
function aboveNothing(token: Token | null): number {
  if (token === null) return 0;
  if (isNumber(token.text)) return /^0+$/.test(token.text) ? 0 : 1;
  return rank(token.text) - rank('');
}

function rank(word: string): number {
  const at = qualifiers.indexOf(word);
  return at < 0 ? qualifiers.length : at;
}
