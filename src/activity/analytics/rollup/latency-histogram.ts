import { noSlots, type Slots } from './counts.js';

/**
 * Counts of durations in buckets that grow by a constant factor γ, as in DDSketch (Masson, Rim, Lee 2019): bucket i
 * holds (γ^(i-1), γ^i] ms. Sketches of different minutes and instances merge by adding counts, and every quantile is
 * within (γ-1)/(γ+1) = 4.8 % of the true one. At most ~170 buckets between 0.01 ms and 100 s.
 */
export type LatencyHistogram = Slots<number>;

const GAMMA = 1.1;
const LOG_GAMMA = Math.log(GAMMA);
const SHORTEST_MS = 0.01;
const LONGEST_MS = 100_000;

export function recordLatency(histogram: LatencyHistogram, ms: number): void {
  const bounded = Math.min(Math.max(ms, SHORTEST_MS), LONGEST_MS);
  const bucket = Math.ceil(Math.log(bounded) / LOG_GAMMA);
  histogram[bucket] = (histogram[bucket] ?? 0) + 1;
}

export function addLatencies(into: LatencyHistogram, other: Readonly<LatencyHistogram>): void {
  for (const [bucket, count] of Object.entries(other)) into[bucket] = (into[bucket] ?? 0) + count;
}

type Quantile = number | null;

export interface Percentiles {
  p50_ms: Quantile;
  p95_ms: Quantile;
  p99_ms: Quantile;
}

/** Nulls when nothing was timed. */
export function percentiles(histogram: Readonly<LatencyHistogram>): Percentiles {
  const [p50_ms = null, p95_ms = null, p99_ms = null] = quantiles(histogram, [0.5, 0.95, 0.99]);
  return { p50_ms, p95_ms, p99_ms };
}

/** The durations, ms, that shares (0 to 1, ascending) of all lie at or below; none when there are none. */
export function quantiles(histogram: Readonly<LatencyHistogram>, shares: readonly number[]): number[] {
  const buckets = Object.keys(histogram).map(Number);
  buckets.sort((a, b) => a - b);
  let total = 0;
  for (const bucket of buckets) total += histogram[bucket] as number;
  const found: number[] = [];
  let below = 0;
  for (const bucket of buckets) {
    below += histogram[bucket] as number;
    while (found.length < shares.length && below >= Math.max(1, Math.ceil((shares[found.length] as number) * total))) {
      // The middle of the bucket, in the sense that makes the relative error to both its ends equal.
      found.push(round((2 * GAMMA ** bucket) / (GAMMA + 1)));
    }
  }
  return found;
}

/** An empty histogram. */
export function noLatencies(): LatencyHistogram {
  return noSlots();
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
