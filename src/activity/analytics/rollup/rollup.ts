import type { ActivityEvent } from '../../activity-event.js';
import { addCounts, increase, noSlots, type Slots, slotOf } from './counts.js';
import { type Dimension, dimensions, routeOf, valuesOf } from './dimensions.js';
import { addLatencies, noLatencies, type LatencyHistogram, recordLatency } from './latency-histogram.js';
import { type SubjectCount, SubjectCounts } from './subject-counts.js';

/** Requests of some kind: all; those that a limit let through; those that a limit or a block refused; answers from 500 on. */
export type Cell = [requests: number, accepted: number, denied: number, errors: number];

/** Sums over some span of time. Every part adds up, so spans and instances merge in any order. */
export interface Rollup {
  total: Cell;
  /** Of all answers but streams. */
  latency: LatencyHistogram;
  /** By dimension and value. */
  by: Record<Dimension, Slots<Cell>>;
  /** By route. */
  latencies: Slots<LatencyHistogram>;
  analyses: AnalysisSums;
  /** Fires by scenario. */
  fires: Slots<number>;
  /** Events that were given up before they could be kept. */
  dropped: number;
  subjects: Slots<SubjectCount>;
}

export interface AnalysisSums {
  total: number;
  dangerous: number;
  failed: number;
  timeouts: number;
  /** By severity. */
  findings: Slots<number>;
  /** How long analyses waited for a child process. */
  waits: LatencyHistogram;
}

export function emptyRollup(): Rollup {
  return {
    total: [0, 0, 0, 0],
    latency: noLatencies(),
    by: Object.fromEntries(dimensions.map((name) => [name, noSlots<Cell>()])) as Rollup['by'],
    latencies: noSlots(),
    analyses: { total: 0, dangerous: 0, failed: 0, timeouts: 0, findings: noSlots(), waits: noLatencies() },
    fires: noSlots(),
    dropped: 0,
    subjects: noSlots(),
  };
}

/** @param subjects kept apart until the rollup is written: there may be any number of them. */
export function addToRollup(rollup: Rollup, subjects: SubjectCounts, event: ActivityEvent): void {
  if (event.type === 'http.request') addRequest(rollup, subjects, event);
  else if (event.type === 'detect.scenario_fired') increase(rollup.fires, String(event.data?.['scenario'] ?? 'other'));
  else if (event.type === 'code.analysis.failed') rollup.analyses.failed += 1;
  else if (event.type === 'code.analysis.timeout') rollup.analyses.timeouts += 1;
  else if (event.type === 'audit.dropped') rollup.dropped += Number(event.data?.['count'] ?? 0);
}

/** Adds all but the subjects, of which only so many are kept. */
export function mergeRollup(into: Rollup, other: Rollup): void {
  addCell(into.total, other.total);
  addLatencies(into.latency, other.latency);
  for (const dimension of dimensions) addCells(into.by[dimension], other.by[dimension]);
  for (const [route, histogram] of Object.entries(other.latencies)) {
    addLatencies(slotOf(into.latencies, route, noLatencies), histogram);
  }
  for (const field of ['total', 'dangerous', 'failed', 'timeouts'] as const)
    into.analyses[field] += other.analyses[field];
  addCounts(into.analyses.findings, other.analyses.findings);
  addLatencies(into.analyses.waits, other.analyses.waits);
  addCounts(into.fires, other.fires);
  into.dropped += other.dropped;
}

export function addCell(into: Cell, other: Readonly<Cell>): void {
  for (const index of [0, 1, 2, 3] as const) into[index] += other[index];
}

/** @param other absent in rows that were written before there was such a dimension. */
export function addCells(into: Slots<Cell>, other: Readonly<Slots<Cell>> | undefined): void {
  for (const [value, cell] of Object.entries(other ?? {})) addCell(slotOf(into, value, noCell), cell);
}

export function noCell(): Cell {
  return [0, 0, 0, 0];
}

/** What one request adds. */
export function cellOf({ status = 0, decision }: ActivityEvent): Cell {
  const denied = status === 429 || decision?.allowed === false;
  return [1, decision?.allowed === true && !denied ? 1 : 0, denied ? 1 : 0, status >= 500 ? 1 : 0];
}

function addRequest(rollup: Rollup, subjects: SubjectCounts, event: ActivityEvent): void {
  const cell = cellOf(event);
  addCell(rollup.total, cell);
  for (const [dimension, value] of Object.entries(valuesOf(event)) as [Dimension, string][]) {
    addCell(slotOf(rollup.by[dimension], value, noCell), cell);
  }
  if (event.ms !== undefined) {
    recordLatency(rollup.latency, event.ms);
    recordLatency(slotOf(rollup.latencies, routeOf(event), noLatencies), event.ms);
  }
  if (event.queue_ms !== undefined) recordLatency(rollup.analyses.waits, event.queue_ms);
  if (event.code !== undefined) {
    rollup.analyses.total += 1;
    if (event.code.dangerous) rollup.analyses.dangerous += 1;
    addCounts(rollup.analyses.findings, event.code.severities ?? {});
  }
  const subject = subjectOf(event);
  if (subject === null) return;
  subjects.add(subject, { requests: 1, denied: cell[2], ...(event.src === undefined ? {} : { src: event.src }) });
}

/** `u:<user id>`, `n:<hash of the network>` for callers without a name, null when there is neither. */
export function subjectOf({ actor, net }: ActivityEvent): string | null {
  if (actor.kind !== 'anonymous' && actor.id !== undefined) return `u:${actor.id}`;
  return net === undefined ? null : `n:${net}`;
}
