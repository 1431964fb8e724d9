import type { DangerSignal } from './rule-results.js';

/** Independent kinds of evidence that together settle it. */
const INDEPENDENT = 2;

/**
 * The verdict "this program means harm": one certain signal, or two of different kinds. One alone never convicts: plenty of
 * honest administration scripts do one suspicious thing.
 */
export function isDangerous(signals: readonly DangerSignal[]): boolean {
  return signals.some((signal) => signal.certain) || new Set(signals.map((signal) => signal.kind)).size >= INDEPENDENT;
}
