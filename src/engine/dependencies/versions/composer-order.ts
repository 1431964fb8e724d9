import { compareNumbers, compareTexts, isNumber } from './compare-parts.js';

/** PHP's `version_compare`: any other word < dev < alpha < beta < RC < a number < pl. */
const order: readonly string[] = ['dev', 'alpha', 'beta', 'rc', '#', 'p'];
const aliases: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', c: 'rc', pl: 'p', patch: 'p', stable: '#' };

/** Composer's versions: numbers, then the stability. A number that is missing counts as 0, a word that is missing as none. */
export function compareComposer(left: string, right: string): number {
  const a = parts(left);
  const b = parts(right);
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const [one = '#', other = '#'] = [a[at], b[at]];
    const result = comparePart(one, other);
    if (result !== 0) return result;
  }
  return 0;
}

function parts(version: string): string[] {
  const text = version.trim().toLowerCase().replace(/^v/, '').replace(/\+.*$/, '');
  const found = (text.match(/\d+|[a-z]+/g) ?? []).map((part) => aliases[part] ?? part);
  // Four numbers always, as Composer makes them, so that 1.0 and 1.0.0 are one.
  let numbers = found.findIndex((part) => !isNumber(part));
  if (numbers < 0) numbers = found.length;
  const padding = Array.from({ length: Math.max(0, 4 - numbers) }, () => '0');
  return [...found.slice(0, numbers), ...padding, ...found.slice(numbers)];
}

function comparePart(a: string, b: string): number {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  // More of a number is more than its end.
  if (isNumber(a) && b === '#') return 1;
  if (isNumber(b) && a === '#') return -1;
  const [rankA, rankB] = [isNumber(a) ? 4 : order.indexOf(a), isNumber(b) ? 4 : order.indexOf(b)];
  return rankA - rankB || (rankA < 0 ? compareTexts(a, b) : 0);
}
