/** Numbers of any length, as text: version parts may be longer than a double holds. */
export function compareNumbers(left: string, right: string): number {
  const a = left.replace(/^0+(?=.)/, '');
  const b = right.replace(/^0+(?=.)/, '');
  return a.length - b.length || compareTexts(a, b);
}

/** By code unit, as registries compare ASCII. */
export function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Dotted numbers; what is missing counts as 0. */
export function compareReleases(left: readonly string[], right: readonly string[]): number {
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const order = compareNumbers(left[at] ?? '0', right[at] ?? '0');
    if (order !== 0) return order;
  }
  return 0;
}

export function isNumber(part: string): boolean {
  return /^\d+$/.test(part);
}
