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

/** The same without latencies: what a page draws behind the present. */
export type PastStep = CountsView & { time: string };

export interface PeriodView<Step = TimelineStep> extends CountsView {
  from: string;
  to: string;
  /** Mean over the period. */
  requests_per_minute: number;
  latency: Percentiles;
  timeline: Step[];
}

/** A stretch of time as its rows tell it, in steps without gaps. */
export function periodView(range: TimeRange, rows: readonly SumsRow[]): PeriodView {
  return summed(range, rows, ({ latency }) => percentiles(latency));
}

/** As `periodView`, with latencies of the whole alone. */
export function pastView(range: TimeRange, rows: readonly SumsRow[]): PeriodView<PastStep> {
  return summed(range, rows, () => ({}));
}

interface Sums {
  cell: Cell;
  latency: LatencyHistogram;
}

function summed<More>(
  range: TimeRange,
  rows: readonly SumsRow[],
  more: (step: Sums) => More,
): PeriodView<PastStep & More> {
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
    timeline: [...steps].map(([time, step]) => ({
      time: new Date(time).toISOString(),
      ...countsView(step.cell),
      ...more(step),
    })),
  };
}

export function countsView([request_count, accepted_count, denied_count, error_count]: Readonly<Cell>): CountsView {
  return { request_count, accepted_count, denied_count, error_count };
}

function perMinute(count: number, { from, to }: TimeRange): number {
  return Math.round((count / ((to - from) / 60_000)) * 100) / 100;
}
