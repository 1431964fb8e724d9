import * as fc from 'fast-check';
import type { ActivityEvent } from '../../activity-event.js';
import { addToRollup, emptyRollup, mergeRollup, type Rollup } from './rollup.js';
import { rollupOf } from './rollup-row.js';
import { SubjectCounts } from './subject-counts.js';

const hostile = fc.constantFrom('__proto__', 'constructor', 'toString', 'free', '=1+1', '\u0000<script>');

const event: fc.Arbitrary<ActivityEvent> = fc.record({
  v: fc.constant(1 as const),
  id: fc.constant('x'),
  type: fc.constant('http.request' as const),
  outcome: fc.constantFrom('ok' as const, 'limited' as const),
  actor: fc.record({ kind: fc.constant('user' as const), id: hostile, plan: hostile }),
  route: fc.option(hostile, { nil: null }),
  method: fc.constantFrom('GET', 'POST'),
  status: fc.constantFrom(200, 429, 500),
  ms: fc.double({ min: 0.1, max: 9_000, noNaN: true }),
});

function sums(events: readonly ActivityEvent[]): Rollup {
  const rollup = emptyRollup();
  const subjects = new SubjectCounts(1_000);
  for (const one of events) addToRollup(rollup, subjects, one);
  return rollup;
}

/** As a row of the database gives it back. */
function stored({ total: [requests, accepted, denied, errors], latency, ...data }: Rollup): Rollup {
  const row = { requests, accepted, denied, errors, latency, data };
  return rollupOf(JSON.parse(JSON.stringify(row)) as typeof row);
}

describe('a rollup', () => {
  it('is the same however its events were split over rows, whatever values are called', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), fc.nat(60), (events, cut) => {
        const merged = emptyRollup();
        for (const part of [events.slice(0, cut), events.slice(cut)]) mergeRollup(merged, stored(sums(part)));
        expect(JSON.parse(JSON.stringify(merged))).toEqual(JSON.parse(JSON.stringify(sums(events))));
        for (const dimension of ['plan', 'status', 'route', 'outcome', 'actor'] as const) {
          const counted = Object.values(merged.by[dimension]).reduce((sum, [requests]) => sum + requests, 0);
          expect(counted).toBe(events.length);
        }
      }),
    );
  });

  it('keeps its size and its sum when values come without end', () => {
    const events = Array.from({ length: 1_000 }, (_, index): ActivityEvent => ({
      v: 1,
      id: 'x',
      type: 'http.request',
      outcome: 'ok',
      actor: { kind: 'key', id: 'u', key: `key-${index}` },
      status: 200,
    }));
    const { key } = sums(events).by;
    expect(Object.keys(key).length).toBeLessThanOrEqual(201);
    expect(Object.values(key).reduce((sum, [requests]) => sum + requests, 0)).toBe(1_000);
  });

  it('reads rows that were written without a part of it as having none', () => {
    const row = { requests: 3, accepted: 1, denied: 1, errors: 0, latency: {}, data: {} };
    const merged = emptyRollup();
    mergeRollup(merged, rollupOf(row));
    expect(merged.total).toEqual([3, 1, 1, 0]);
  });
});
