import { Problem } from '../../problem/problem.js';
import { ceil, floor, HOUR_MS, MINUTE_MS } from '../../rate-limit/counters/spans.js';
import { type AnalyticsQuery, windows } from './analytics-query.js';

/** Sums per minute are kept so long: the longest window and a day. */
export const MINUTE_SUMS_KEPT_MS = 8 * 24 * HOUR_MS;

const MINUTE_TIMELINE_LIMIT_MS = 24 * HOUR_MS;
const RANGE_LIMIT_MS = 92 * 24 * HOUR_MS;

export interface TimeRange {
  /** Unix ms: `from` inclusive, `to` exclusive. */
  from: number;
  to: number;
  /** Step of the timeline. */
  step: 'minute' | 'hour';
  /**
   * Whole hours inside the range, read from the sums per hour; what is left of it at both ends is read from the sums
   * per minute. Empty (equal) when all is read per minute.
   */
  hours: { from: number; to: number };
}

/**
 * The range that a query asks for, starting with a whole minute (before the sums per minute: with a whole hour).
 * @param now unix ms
 * @throws Problem `validation_failed`
 */
export function timeRange(query: AnalyticsQuery, now: number): TimeRange {
  const { from, to } = ends(query, now);
  const step = query.step === undefined ? (to - from <= 2 * HOUR_MS ? 'minute' : 'hour') : steps[query.step];
  if (step === 'minute' && to - from > MINUTE_TIMELINE_LIMIT_MS) {
    throw invalid('/step', 'step 1m spans at most 24 hours');
  }
  const old = from < now - MINUTE_SUMS_KEPT_MS;
  if (old && step === 'minute') throw invalid('/step', 'step 1m reaches back at most 8 days');
  if (old) {
    const whole = { from: floor(from, HOUR_MS), to: ceil(to, HOUR_MS) };
    return { ...whole, step, hours: whole };
  }
  const start = floor(from, MINUTE_MS);
  const hoursFrom = ceil(start, HOUR_MS);
  const hours = { from: hoursFrom, to: Math.max(hoursFrom, floor(to, HOUR_MS)) };
  return { from: start, to, step, hours: step === 'hour' ? hours : { from: to, to } };
}

const steps = { '1m': 'minute', '1h': 'hour' } as const;

function ends(query: AnalyticsQuery, now: number): { from: number; to: number } {
  if (query.from === undefined && query.to === undefined) {
    return { from: now - windows[query.window ?? '15m'], to: now };
  }
  if (query.window !== undefined) throw invalid('/window', 'window excludes from and to');
  if (query.from === undefined || query.to === undefined) {
    throw invalid(query.from === undefined ? '/from' : '/to', 'from and to go together');
  }
  const [from, to] = [Date.parse(query.from), Date.parse(query.to)];
  if (to <= from) throw invalid('/to', 'to must lie after from');
  if (to - from > RANGE_LIMIT_MS) throw invalid('/to', 'a range spans at most 92 days');
  return { from, to };
}

function invalid(pointer: string, message: string): Problem {
  return new Problem('validation_failed', { errors: [{ pointer, code: 'range', message }] });
}
