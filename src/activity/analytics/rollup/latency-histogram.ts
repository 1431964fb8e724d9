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
  const at = (q: number) => latencyQuantile(histogram, q);
  return { p50_ms: at(0.5), p95_ms: at(0.95), p99_ms: at(0.99) };
}

/** The duration, ms, that a share `q` (0 to 1) of all lie at or below; null when there are none. */
export function latencyQuantile(histogram: Readonly<LatencyHistogram>, q: number): Quantile {
  const buckets = Object.entries(histogram).map(([bucket, count]) => [Number(bucket), count] as const);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  buckets.sort(([a], [b]) => a - b);
  const rank = Math.max(1, Math.ceil(q * total));
  let below = 0;
  for (const [bucket, count] of buckets) {
    below += count;
    // The middle of the bucket, in the sense that makes the relative error to both its ends equal.
    if (below >= rank) return round((2 * GAMMA ** bucket) / (GAMMA + 1));
  }
  return null;
}

/** An empty histogram. */
export function noLatencies(): LatencyHistogram {
  return noSlots();
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
