import { floor } from '../../rate-limit/counters/spans.js';
import type { Slots } from './rollup/counts.js';
import { type LatencyHistogram, type Percentiles, percentiles } from './rollup/latency-histogram.js';
import { addCell, type Cell, noCell } from './rollup/rollup.js';
import type { CellsRow } from './rollup/rollup-reader.js';
import { lengths, stepsOf, type TimeRange } from './time-range.js';
import { type CountsView, countsView } from './timeline.js';

export interface GroupView extends CountsView {
  /** `other` sums up what is beyond the largest. */
  value: string;
  previous_request_count: number;
  /** With group_by=route, of ranges up to 31 days. */
  latency?: Percentiles;
  /** Requests by step of the timeline. */
  timeline: number[];
}

/** Groups shown; the rest is summed up. */
const GROUPS_LIMIT = 50;
const OTHER = 'other';

interface Group {
  total: Cell;
  steps: Map<number, Cell>;
}

/** The values of one dimension over time, those with the most requests first. */
export class Groups {
  private readonly groups: Map<string, Group>;
  private readonly steps: number[];

  constructor(range: TimeRange, rows: readonly CellsRow[]) {
    this.steps = stepsOf(range);
    const all = new Map<string, Group>();
    for (const { bucket, cells } of rows) {
      const step = floor(bucket.getTime(), lengths[range.step]);
      for (const [value, cell] of Object.entries(cells ?? {})) {
        addTo(all, value, { total: cell, steps: new Map([[step, cell]]) });
      }
    }
    this.groups = cut(all);
  }

  /** @param latencies by value, where the dimension has them. */
  view(previous: Slots<Cell>, latencies: Readonly<Slots<LatencyHistogram>> | null): GroupView[] {
    const before = new Map<string, number>();
    for (const [value, [requests]] of Object.entries(previous)) {
      const name = this.groups.has(value) ? value : OTHER;
      before.set(name, (before.get(name) ?? 0) + requests);
    }
    return [...this.groups].map(([value, { total, steps }]) => ({
      value,
      ...countsView(total),
      previous_request_count: before.get(value) ?? 0,
      ...(latencies?.[value] === undefined ? {} : { latency: percentiles(latencies[value]) }),
      timeline: this.steps.map((time) => steps.get(time)?.[0] ?? 0),
    }));
  }

  /** One row for each step in which a group had requests: time, value, counts. */
  rows(): (string | number)[][] {
    return this.steps.flatMap((time) =>
      [...this.groups].flatMap(([value, { steps }]) => {
        const cell = steps.get(time);
        return cell === undefined ? [] : [[new Date(time).toISOString(), value, ...cell]];
      }),
    );
  }
}

function cut(all: ReadonlyMap<string, Group>): Map<string, Group> {
  const byRequests = [...all].sort(([a, one], [b, other]) => other.total[0] - one.total[0] || (a < b ? -1 : 1));
  const kept = new Map(byRequests.slice(0, GROUPS_LIMIT));
  for (const [, group] of byRequests.slice(GROUPS_LIMIT)) addTo(kept, OTHER, group);
  return kept;
}

function addTo(groups: Map<string, Group>, value: string, { total, steps }: Group): void {
  let known = groups.get(value);
  if (known === undefined) groups.set(value, (known = { total: noCell(), steps: new Map() }));
  addCell(known.total, total);
  for (const [time, cell] of steps) {
    const step = known.steps.get(time) ?? noCell();
    addCell(step, cell);
    known.steps.set(time, step);
  }
}
