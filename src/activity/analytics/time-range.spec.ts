import * as fc from 'fast-check';
import { Problem } from '../../problem/problem.js';
import type { AnalyticsQuery } from './analytics-query.js';
import { lengths, partsOf, previousRange, timeRange } from './time-range.js';

const NOW = Date.parse('2026-11-24T10:15:12.004Z');
const iso = (ms: number) => new Date(ms).toISOString();

describe('timeRange', () => {
  it.each<[AnalyticsQuery, string, string, string]>([
    [{ window: '15m' }, '2026-11-24T10:00:00.000Z', '2026-11-24T10:15:12.004Z', 'minute'],
    [{ window: '24h' }, '2026-11-23T10:15:00.000Z', '2026-11-24T10:15:12.004Z', 'hour'],
    // Minutes are not kept of that time.
    [
      { from: '2026-10-01T00:10:00Z', to: '2026-10-02T05:30:00Z' },
      '2026-10-01T00:00:00.000Z',
      '2026-10-02T06:00:00.000Z',
      'hour',
    ],
    // Nor hours of that one.
    [{ from: '2026-02-01T05:00:00Z', to: '2026-02-02' }, '2026-02-01T00:00:00.000Z', '2026-02-02T00:00:00.000Z', 'day'],
  ])('of %j begins and ends with whole spans', (query, from, to, step) => {
    const range = timeRange(query, NOW);
    expect([iso(range.from), iso(range.to), range.step]).toEqual([from, to, step]);
  });

  it('before a range is as long, and ends where that begins', () => {
    const range = timeRange({ window: '1h' }, NOW);
    const before = previousRange(range, NOW);
    expect([iso(before.from), iso(before.to)]).toEqual(['2026-11-24T08:14:00.000Z', iso(range.from)]);
  });

  it.each<[AnalyticsQuery, string]>([
    [{ from: '2026-11-24T00:00:00Z' }, '/to'],
    [{ to: '2026-11-24T00:00:00Z' }, '/from'],
    [{ from: '2026-11-24T01:00:00Z', to: '2026-11-24T00:00:00Z' }, '/to'],
    [{ from: '2025-11-22T00:00:00Z', to: '2026-11-24T00:00:00Z' }, '/to'],
    [{ window: '1h', from: '2026-11-24T00:00:00Z', to: '2026-11-24T01:00:00Z' }, '/window'],
    [{ window: '7d', step: '1m' }, '/step'],
    [{ from: '2026-01-01', to: '2026-01-02', step: '1h' }, '/step'],
  ])('refuses %j', (query, pointer) => {
    let caught: unknown;
    try {
      timeRange(query, NOW);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(Problem);
    expect((caught as Problem).errors?.[0]?.pointer).toBe(pointer);
  });
});

describe('partsOf', () => {
  const minutes = fc.integer({ min: 0, max: 20 * 1_440 });

  it('covers a range without gap and overlap, whole spans of each resolution, in few rows', () => {
    fc.assert(
      fc.property(minutes, minutes, fc.constantFrom('minute', 'hour', 'day'), (start, length, coarsest) => {
        const from = start * lengths.minute;
        const to = from + (length + 1) * lengths.minute - 1;
        const parts = partsOf({ from, to }, coarsest);
        let at = from;
        for (const part of parts) {
          expect(part.from).toBe(at);
          expect(part.from % lengths[part.resolution]).toBe(0);
          at = part.to;
        }
        expect(at).toBe(to);
        for (const part of parts.slice(0, -1)) expect(part.to % lengths[part.resolution]).toBe(0);
        const rows = parts.reduce((sum, part) => sum + Math.ceil((part.to - part.from) / lengths[part.resolution]), 0);
        if (coarsest === 'day') expect(rows).toBeLessThanOrEqual(2 * 59 + 2 * 23 + 21);
      }),
    );
  });
});
