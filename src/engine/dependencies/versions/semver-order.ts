import { compareNumbers, compareReleases, compareTexts, isNumber } from './compare-parts.js';

/**
 * Semantic Versioning 2.0, §11, for npm, Go and crates.io, and with four numbers and without case for NuGet: numbers first;
 * a pre-release comes before its release; its identifiers are compared one by one, numbers before words. Build data is no part.
 */
export function compareSemver(left: string, right: string): number {
  const a = parts(left);
  const b = parts(right);
  const release = compareReleases(a.release, b.release);
  if (release !== 0) return release;
  if (a.pre === null || b.pre === null) return Number(a.pre === null) - Number(b.pre === null);
  for (let at = 0; at < Math.max(a.pre.length, b.pre.length); at += 1) {
    const [one, other] = [a.pre[at], b.pre[at]];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    const order = compareIdentifiers(one, other);
    if (order !== 0) return order;
  }
  return 0;
}

export function compareNuget(left: string, right: string): number {
  return compareSemver(left.toLowerCase(), right.toLowerCase());
}

function parts(version: string): { release: string[]; pre: string[] | null } {
  const text = version
    .trim()
    .replace(/^[vV=]/, '')
    .replace(/\+.*$/, '');
  const dash = text.indexOf('-');
  const numbers = (dash < 0 ? text : text.slice(0, dash)).split('.');
  return {
    release: numbers.map((one) => (isNumber(one) ? one : '0')),
    pre: dash < 0 ? null : text.slice(dash + 1).split('.'),
  };
}

function compareIdentifiers(a: string, b: string): number {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? -1 : 1;
  return compareTexts(a, b);
}
