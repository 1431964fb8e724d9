import { setTimeout as pause } from 'node:timers/promises';

/** Between two looks, ms. */
const EVERY_MS = 50;

export interface Patience {
  /** Ids older than this are there or nowhere, ms; clocks of instances may differ by some of it. */
  readonly youngMs: number;
  /** How long a younger one may take to show, ms. */
  readonly latencyMs: number;
}

/**
 * What an id names, looked for again for a moment where the id is so young that another instance may have answered with it
 * and not written yet. What is not there and what is another's take the same time, provided that the look tells neither.
 */
export async function lookAgain<T>(
  id: string,
  { youngMs, latencyMs }: Patience,
  look: () => Promise<T | null>,
): Promise<T | null> {
  const isYoung = Math.abs(Date.now() - idTime(id)) < youngMs;
  const deadline = performance.now() + (isYoung ? latencyMs : 0);
  for (;;) {
    const found = await look();
    if (found !== null || performance.now() >= deadline) return found;
    await pause(EVERY_MS);
  }
}

/** Unix ms that a UUIDv7 begins with. */
function idTime(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
