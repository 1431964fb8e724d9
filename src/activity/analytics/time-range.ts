import { Problem } from '../../problem/problem.js';
import { ceil, floor, HOUR_MS, MINUTE_MS } from '../../rate-limit/counters/spans.js';
import { type AnalyticsQuery, windows } from './analytics-query.js';

const DAY_MS = 24 * HOUR_MS;

/** Sums per minute are kept so long: the longest window and a day. Sums per day as long as the record. */
export const MINUTE_SUMS_KEPT_MS = 8 * DAY_MS;
export const HOUR_SUMS_KEPT_MS = 100 * DAY_MS;
/** What accounts sent by day, and how far back they may look. */
export const USAGE_KEPT_DAYS = 100;

/** Spans that sums are kept of, with their length, ms. */
export const lengths = { minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS } as const;
export type Resolution = keyof typeof lengths;

/** How long a timeline of each step may be, and a range at all, ms. */
const TIMELINE_LIMIT_MS = { minute: DAY_MS, hour: 31 * DAY_MS, day: 366 * DAY_MS } as const;
const RANGE_LIMIT_MS = 366 * DAY_MS;
const stepNames = { '1m': 'minute', '1h': 'hour', '1d': 'day' } as const;

export interface TimeRange {
  /** Unix ms: `from` inclusive, `to` exclusive. */
  from: number;
  to: number;
  /** Of the timeline. */
  step: Resolution;
}

/** Rows of one resolution: those that begin at `from` or later and before `to`, unix ms. */
export interface Part {
  resolution: Resolution;
  from: number;
  to: number;
}

/**
 * The range that a query asks for, from a whole minute to a whole minute or to now (hours and days where minutes and hours
 * are not kept any more).
 * @param now unix ms
 * @throws Problem `validation_failed`
 */
export function timeRange(query: AnalyticsQuery, now: number): TimeRange {
  const wish = ends(query, now);
  const length = wish.to - wish.from;
  const step = query.step === undefined ? usualStep(wish, now) : stepNames[query.step];
  if (length > TIMELINE_LIMIT_MS[step]) {
    throw invalid('/step', `step ${query.step} spans at most ${TIMELINE_LIMIT_MS[step] / DAY_MS} days`);
  }
  if (lengths[step] < finest(wish.from, now)) throw invalid('/step', `step ${query.step} does not reach back so far`);
  return { ...aligned(wish, now), step };
}

/** The range of the same length before. */
export function previousRange({ from, to, step }: TimeRange, now: number): TimeRange {
  return { ...aligned({ from: from - (to - from), to: from }, now), step };
}

/**
 * The fewest rows that make up a range: whole spans of the coarsest resolution, finer ones at both ends. Spans finer than what
 * is kept of that time are empty by how a range is aligned.
 */
export function partsOf({ from, to }: Pick<TimeRange, 'from' | 'to'>, coarsest: Resolution): Part[] {
  const order: Resolution[] =
    coarsest === 'day' ? ['minute', 'hour', 'day'] : coarsest === 'hour' ? ['minute', 'hour'] : ['minute'];
  const before: Part[] = [];
  const after: Part[] = [];
  let [start, end] = [from, to];
  for (const [index, resolution] of order.entries()) {
    const next = order[index + 1];
    if (next === undefined) {
      before.push({ resolution, from: start, to: end });
      break;
    }
    const innerStart = Math.min(ceil(start, lengths[next]), end);
    const innerEnd = Math.max(innerStart, floor(end, lengths[next]));
    before.push({ resolution, from: start, to: innerStart });
    after.unshift({ resolution, from: innerEnd, to: end });
    [start, end] = [innerStart, innerEnd];
  }
  return [...before, ...after].filter((part) => part.from < part.to);
}

/** Starts of the steps of a timeline: the first may begin before the range. */
export function stepsOf({ from, to, step }: TimeRange): number[] {
  const found: number[] = [];
  for (let time = floor(from, lengths[step]); time < to; time += lengths[step]) found.push(time);
  return found;
}

/** The day (UTC) of a time, unix ms: `2026-11-25`. */
export function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function aligned({ from, to }: { from: number; to: number }, now: number): { from: number; to: number } {
  return { from: floor(from, finest(from, now)), to: to >= now ? to : ceil(to, finest(from, now)) };
}

/** Length of the shortest spans that are kept of a time, ms. */
function finest(time: number, now: number): number {
  if (time >= now - MINUTE_SUMS_KEPT_MS) return MINUTE_MS;
  return time >= now - HOUR_SUMS_KEPT_MS ? HOUR_MS : DAY_MS;
}

function usualStep({ from, to }: { from: number; to: number }, now: number): Resolution {
  const unit = finest(from, now);
  if (to - from <= 2 * HOUR_MS && unit === MINUTE_MS) return 'minute';
  return to - from <= TIMELINE_LIMIT_MS.hour && unit <= HOUR_MS ? 'hour' : 'day';
}

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
  if (to - from > RANGE_LIMIT_MS) throw invalid('/to', 'a range spans at most 366 days');
  return { from, to };
}

function invalid(pointer: string, message: string): Problem {
  return new Problem('validation_failed', { errors: [{ pointer, code: 'range', message }] });
}
