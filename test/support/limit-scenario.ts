import type { Decision, Limits } from '../../src/rate-limit/decision.js';
import { LimitReference } from './limit-reference.js';

/** One step of a scenario, with what the reference answered. */
export type Step =
  | { kind: 'decide'; clock: number; limits: Limits; cost: number; expected: Decision & { at: number } }
  | { kind: 'refund'; at: number; count: number; expected: number };

/** Small, fast and seeded: a failing scenario is found again by its seed (mulberry32). */
export function randomness(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const WRAP = 2 ** 32;
const windows = [50, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000];

/**
 * A random history of one subject: bursts and pauses, moments exactly on a window's edge and one ms beside it, clocks
 * that step back, costs beyond the limit, looks, refunds, and limits that rise, fall, go to 1 and return in between.
 */
export function scenario(seed: number, length: number, { refunds = true } = {}): Step[] {
  const random = randomness(seed);
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const reference = new LimitReference();

  const shape = {
    windowMs: pick(windows),
    burstWindowMs: pick(windows),
    pauseMs: pick(windows),
    burst: random() < 0.1 ? 0 : 1 + below(8),
    limit: random() < 0.1 ? 40 : 1 + below(12),
  };
  let limits: Limits = shape;
  // Near the wrap of the 32-bit clock, in every second scenario.
  let clock = seed % 2 === 0 ? 400 * WRAP - below(2 * shape.windowMs) : 1_700_000_000_000 + below(1e9);
  let earliest = 0;
  let highest = 0;
  const spent: { at: number; count: number }[] = [];
  const steps: Step[] = [];

  while (steps.length < length) {
    const action = random();
    if (action < 0.06) {
      limits = { ...shape, limit: random() < 0.2 ? 1 : Math.max(1, shape.limit + below(9) - 4) };
      if (shape.burst > 0) limits.burst = Math.max(1, shape.burst + below(5) - 2);
    }
    if (refunds && action < 0.12 && spent.length > 0) {
      const [chosen] = spent.splice(below(spent.length), 1) as [{ at: number; count: number }];
      // The script has cut off what no window can reach any more; the reference keeps everything. They may differ only
      // where a refund meets a clock that steps back behind it, so neither is asked for.
      if (highest - chosen.at < shape.windowMs) {
        earliest = highest;
        const count = 1 + below(chosen.count);
        steps.push({ kind: 'refund', ...chosen, count, expected: reference.refund(chosen.at, count) });
        continue;
      }
    }
    clock = Math.max(nextClock(clock, limits, reference, random), earliest);
    const cost = random() < 0.75 ? 1 : below(limits.limit + 3);
    const { spent: entries, ...expected } = reference.decide(clock, limits, cost);
    if (entries > 0) {
      spent.push({ at: expected.at, count: entries });
      highest = expected.at;
    }
    steps.push({ kind: 'decide', clock, limits, cost, expected });
  }
  return steps;
}

function nextClock(clock: number, limits: Limits, reference: LimitReference, random: () => number): number {
  const way = random();
  if (way < 0.35) return clock;
  if (way < 0.5) return clock + Math.floor((random() * limits.windowMs) / limits.limit);
  if (way < 0.55) return clock - Math.floor(random() * limits.windowMs);
  if (way < 0.6) return clock + Math.floor(random() * 2 * limits.windowMs);
  const moments = reference.moments(clock, limits);
  const moment = moments[Math.floor(random() * Math.min(moments.length, 4))] as number;
  return moment + Math.floor(random() * 3) - 1;
}
