import { Problem } from '../../problem/problem.js';
import type { AnalyticsQuery } from './analytics-query.js';
import { timeRange } from './time-range.js';

const NOW = Date.parse('2026-11-24T10:15:12.004Z');
const query = (fields: Partial<AnalyticsQuery>): AnalyticsQuery => ({ format: 'json', ...fields });
const iso = (ms: number) => new Date(ms).toISOString();

describe('timeRange', () => {
  it('reads a short window minute by minute', () => {
    const range = timeRange(query({ window: '15m' }), NOW);
    expect([iso(range.from), iso(range.to), range.step]).toEqual([
      '2026-11-24T10:00:00.000Z',
      '2026-11-24T10:15:12.004Z',
      'minute',
    ]);
    expect(range.hours.from).toBe(range.hours.to);
  });

  it('reads a long window by whole hours and the minutes left at both ends', () => {
    const range = timeRange(query({ window: '24h' }), NOW);
    expect(range.step).toBe('hour');
    expect([iso(range.from), iso(range.hours.from), iso(range.hours.to)]).toEqual([
      '2026-11-23T10:15:00.000Z',
      '2026-11-23T11:00:00.000Z',
      '2026-11-24T10:00:00.000Z',
    ]);
  });

  it('reads what is older than the sums per minute by whole hours', () => {
    const range = timeRange(query({ from: '2026-10-01T00:10:00Z', to: '2026-10-02T05:30:00Z' }), NOW);
    expect([iso(range.from), iso(range.to)]).toEqual(['2026-10-01T00:00:00.000Z', '2026-10-02T06:00:00.000Z']);
    expect(range.hours).toEqual({ from: range.from, to: range.to });
  });

  it.each<[Partial<AnalyticsQuery>, string]>([
    [{ from: '2026-11-24T00:00:00Z' }, '/to'],
    [{ to: '2026-11-24T00:00:00Z' }, '/from'],
    [{ from: '2026-11-24T01:00:00Z', to: '2026-11-24T00:00:00Z' }, '/to'],
    [{ from: '2025-11-24T00:00:00Z', to: '2026-11-24T00:00:00Z' }, '/to'],
    [{ window: '1h', from: '2026-11-24T00:00:00Z', to: '2026-11-24T01:00:00Z' }, '/window'],
    [{ window: '7d', step: '1m' }, '/step'],
  ])('refuses %j', (fields, pointer) => {
    let caught: unknown;
    try {
      timeRange(query(fields), NOW);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(Problem);
    expect((caught as Problem).errors?.[0]?.pointer).toBe(pointer);
  });
});
