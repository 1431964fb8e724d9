import * as fc from 'fast-check';
import { percentiles, quantiles, recordLatency, type LatencyHistogram } from './latency-histogram.js';

describe('quantiles', () => {
  it('are within 5 % of the true quantile, also of merged halves', () => {
    const durations = fc.array(fc.double({ min: 0.05, max: 90_000, noNaN: true }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (all, q) => {
        const halves: LatencyHistogram[] = [{}, {}];
        for (const [index, ms] of all.entries()) recordLatency(halves[index % 2] as LatencyHistogram, ms);
        const merged: LatencyHistogram = { ...halves[0] };
        for (const [bucket, count] of Object.entries(halves[1] as LatencyHistogram)) {
          merged[bucket] = (merged[bucket] ?? 0) + count;
        }
        const sorted = all.toSorted((a, b) => a - b);
        const truth = sorted[Math.max(1, Math.ceil(q * all.length)) - 1] as number;
        const found = quantiles(merged, [q])[0] as number;
        // Plus what rounding to 0.01 ms adds for the shortest.
        expect(Math.abs(found - truth)).toBeLessThanOrEqual(truth * 0.05 + 0.005);
      }),
    );
  });

  it('are null when nothing was recorded', () => {
    expect(percentiles({})).toEqual({ p50_ms: null, p95_ms: null, p99_ms: null });
  });

  it('keep what no clock measures within its bounds', () => {
    const histogram: LatencyHistogram = {};
    for (const ms of [0, -1, 1e9]) recordLatency(histogram, ms);
    const [shortest, longest] = quantiles(histogram, [0.1, 1]);
    expect(shortest).toBeLessThan(0.02);
    expect(longest).toBeLessThan(106_000);
  });
});
