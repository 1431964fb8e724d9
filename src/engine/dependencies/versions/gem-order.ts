import { compareNumbers, compareTexts, isNumber } from './compare-parts.js';

/** Gem::Version: runs of digits and of letters; a letter makes it a pre-release, before the number or nothing in its place. */
export function compareGem(left: string, right: string): number {
  const a = segments(left);
  const b = segments(right);
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const [one = '0', other = '0'] = [a[at], b[at]];
    if (one === other) continue;
    if (isNumber(one) !== isNumber(other)) return isNumber(one) ? 1 : -1;
    const order = isNumber(one) ? compareNumbers(one, other) : compareTexts(one, other);
    if (order !== 0) return order;
  }
  return 0;
}

function segments(version: string): string[] {
  return (
    version
      .trim()
      .replaceAll('-', '.pre.')
      .match(/\d+|[a-z]+/gi) ?? []
  );
}
