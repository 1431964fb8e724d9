/**
 * Maintainability index, 0 (worst) to 100:
 * `max(0, 171 − 5.2 ln V − 0.23 CC − 16.2 ln LOC) × 100 / 171` (Oman and Hagemeister in the form Visual Studio made known),
 * with V Halstead's volume, CC cyclomatic complexity and LOC lines of code of one unit.
 */
export function maintainabilityIndex(volume: number, complexity: number, lines: number): number {
  const raw = 171 - 5.2 * Math.log(Math.max(1, volume)) - 0.23 * complexity - 16.2 * Math.log(Math.max(1, lines));
  return Math.min(100, (Math.max(0, raw) * 100) / 171);
}

/**
 * Index of a source: the mean over its units (each function, and what stands outside functions), weighted by lines. The
 * formula falls with the logarithm of length, so over a whole file it would measure little but the file's size.
 */
export function weightedMean(units: readonly { index: number; lines: number }[]): number {
  let sum = 0;
  let lines = 0;
  for (const unit of units) {
    sum += unit.index * unit.lines;
    lines += unit.lines;
  }
  return lines === 0 ? 100 : sum / lines;
}
