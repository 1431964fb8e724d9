import { floor } from '../../rate-limit/counters/spans.js';
import {
  addLatencies,
  noLatencies,
  type LatencyHistogram,
  type Percentiles,
  percentiles,
} from './rollup/latency-histogram.js';
import { addCell, type Cell, noCell } from './rollup/rollup.js';
import { type SumsRow, totalOf } from './rollup/rollup-row.js';
import { lengths, stepsOf, type TimeRange } from './time-range.js';

export interface CountsView {
  request_count: number;
  /** Let through by a limit. */
  accepted_count: number;
  /** Refused by a limit or a block. */
  denied_count: number;
  /** Answered with 500 or above. */
  error_count: number;
}

export interface TimelineStep extends CountsView, Percentiles {
  time: string;
}

export interface PeriodView extends CountsView {
  from: string;
  to: string;
  /** Mean over the period. */
  requests_per_minute: number;
  latency: Percentiles;
  timeline: TimelineStep[];
}

/** A stretch of time as its rows tell it, in steps without gaps. */
export function periodView(range: TimeRange, rows: readonly SumsRow[]): PeriodView {
  const steps = new Map(stepsOf(range).map((time) => [time, { cell: noCell(), latency: noLatencies() }]));
  const all = { cell: noCell(), latency: noLatencies() };
  for (const row of rows) {
    const cell = totalOf(row);
    const step = steps.get(floor(row.bucket.getTime(), lengths[range.step]));
    for (const sums of step === undefined ? [all] : [all, step]) {
      addCell(sums.cell, cell);
      addLatencies(sums.latency, row.latency as LatencyHistogram);
    }
  }
  return {
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    ...countsView(all.cell),
    requests_per_minute: perMinute(all.cell[0], range),
    latency: percentiles(all.latency),
    timeline: [...steps].map(([time, { cell, latency }]) => ({
      time: new Date(time).toISOString(),
      ...countsView(cell),
      ...percentiles(latency),
    })),
  };
}

export function countsView([request_count, accepted_count, denied_count, error_count]: Readonly<Cell>): CountsView {
  return { request_count, accepted_count, denied_count, error_count };
}

function perMinute(count: number, { from, to }: TimeRange): number {
  return Math.round((count / ((to - from) / 60_000)) * 100) / 100;
}
