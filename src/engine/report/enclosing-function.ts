import type { FunctionUnit } from '../metrics/functions.js';

/**
 * Finds the innermost function around an offset. Functions are in source order, so it is the last one that starts before
 * the offset, or one of those around that one.
 * @returns its index, or -1 outside of all functions.
 */
export function enclosingFunction(units: readonly FunctionUnit[], offset: number): number {
  let low = 0;
  let high = units.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((units[middle]?.node.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  let at = low - 1;
  while (at >= 0 && (units[at]?.node.end ?? 0) <= offset) at = units[at]?.parent ?? -1;
  return at;
}
