import * as fc from 'fast-check';
import { callsOf } from './calls.js';
import type { EvaluatedEvent, Match } from './evaluation.js';

const event = (time: number, matches: number): EvaluatedEvent => ({
  time,
  clean: true,
  baseLimit: 0,
  code: 0,
  client: null,
  matches: Array.from({ length: matches }, () => ({ amount: '1' }) as Match),
});

describe('callsOf', () => {
  it('takes a hundred events of few matches at once, and four that five hundred scenarios match', () => {
    const sizes = (count: number, matches: number) =>
      callsOf(Array.from({ length: count }, (_, time) => event(time, matches))).map(({ length }) => length);
    expect(sizes(250, 8)).toEqual([100, 100, 50]);
    expect(sizes(9, 500)).toEqual([4, 4, 1]);
    expect(sizes(0, 1)).toEqual([]);
  });

  it('keeps every event, in order, and no call beyond its bounds', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 300 }), (counts) => {
        const events = counts.map((matches, time) => event(time, matches));
        const calls = callsOf(events);
        expect(calls.flat()).toEqual(events);
        for (const call of calls) {
          expect(call.length).toBeLessThanOrEqual(100);
          expect(call.reduce((sum, { matches }) => sum + matches.length, 0)).toBeLessThanOrEqual(2_000);
        }
      }),
      { numRuns: 50 },
    );
  });
});
