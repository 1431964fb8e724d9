import * as fc from 'fast-check';
import { HOUR_MS, MINUTE_MS, spansOf } from './spans.js';

const lengths = { minute: MINUTE_MS, hour: HOUR_MS };

describe('spansOf', () => {
  it('covers every moment once, with whole hours where there are any', () => {
    const minutes = fc.integer({ min: 1, max: 26 * 60 });
    fc.assert(
      fc.property(fc.nat(10_000), minutes, fc.nat(MINUTE_MS - 1), (first, length, rest) => {
        const from = first * MINUTE_MS;
        const to = from + length * MINUTE_MS - rest;
        const spans = spansOf(from, to);
        let reached = from;
        for (const { unit, start } of spans) {
          expect(start).toBe(reached);
          expect(start % lengths[unit]).toBe(0);
          reached += lengths[unit];
        }
        expect(reached - to).toBeGreaterThanOrEqual(0);
        expect(reached - to).toBeLessThan(MINUTE_MS);
        expect(spans.filter(({ unit }) => unit === 'minute').length).toBeLessThanOrEqual(2 * 60);
      }),
    );
  });
});
