import { Injectable } from '@nestjs/common';
import { HealthRegistry } from '../../health/health-registry.js';
import type { LimitSums } from '../../rate-limit/counters/limit-figures.js';
import { CallerCipher } from '../recorder/caller-cipher.js';
import type { AnalyticsQuery } from './analytics-query.js';
import { analyticsView, type AnalyticsView } from './analytics-view.js';
import { csvRow } from '../csv.js';
import { Groups } from './groups.js';
import { LimiterFigures } from './limiter-figures.js';
import { recordedSubjects, topOffenders } from './limit-sums-view.js';
import { noSlots } from './rollup/counts.js';
import type { Dimension } from './rollup/dimensions.js';
import { addCells, type Cell, emptyRollup, mergeRollup, type Rollup } from './rollup/rollup.js';
import { RollupReader, type RollupSnapshot } from './rollup/rollup-reader.js';
import { rollupOf } from './rollup/rollup-row.js';
import { SubjectCounts } from './rollup/subject-counts.js';
import { previousRange, type TimeRange, timeRange } from './time-range.js';
import { pastView, periodView } from './timeline.js';

/** Subjects added up over all rows of the range. */
const SUBJECTS_CAPACITY = 2_000;
const stepNames = { minute: '1m', hour: '1h', day: '1d' } as const;
const counts = ['request_count', 'accepted_count', 'denied_count', 'error_count'] as const;

/**
 * What happened in a span of time, from the sums that are kept with the record (some hundred rows) and from the counters of
 * the limiter, whatever the number of users and events. Nothing is scanned.
 *
 * Requests, answers and analyses are the record's: exact, and kept for long. Active limits and offenders are the
 * limiter's own, which knows of each decision within a second; a span that began before its counters reach back, or while
 * Redis is away, gets its offenders from the record, which counts every request of a subject and every 429.
 */
@Injectable()
export class Analytics {
  constructor(
    private readonly rollups: RollupReader,
    private readonly limiter: LimiterFigures,
    private readonly cipher: CallerCipher,
    private readonly health: HealthRegistry,
  ) {}

  /** @throws Problem `validation_failed` */
  async read(query: AnalyticsQuery): Promise<AnalyticsView> {
    const now = this.limiter.now();
    const range = timeRange(query, now);
    const before = previousRange(range, now);
    const [sums, limiter, { checks }] = await Promise.all([
      this.rollups.read((snapshot) => summed(snapshot, { range, before }, query.group_by)),
      this.limiter.view(range),
      this.health.summary(),
    ]);
    return analyticsView({
      ...sums,
      step: stepNames[range.step],
      offenders: topOffenders(limiter?.subjects ?? (await this.recorded(range))),
      limiter,
      system: checks,
    });
  }

  /** Subjects as the record counts them. */
  private async recorded(range: TimeRange): Promise<LimitSums['subjects']> {
    const counts = new SubjectCounts(SUBJECTS_CAPACITY);
    for (const { subjects } of await this.rollups.read((snapshot) => snapshot.subjects(range))) {
      for (const [subject, count] of Object.entries(subjects ?? {})) counts.add(subject, count);
    }
    return recordedSubjects(counts.top(SUBJECTS_CAPACITY), this.cipher);
  }

  /** The timeline, or with `group_by` one row for each step and group. */
  async table(query: AnalyticsQuery): Promise<string> {
    const range = timeRange(query, this.limiter.now());
    const { group_by: dimension } = query;
    return this.rollups.read(async (snapshot) => {
      if (dimension !== undefined) {
        const groups = new Groups(range, await snapshot.cells(range, dimension, range.step));
        return [['time', dimension, ...counts], ...groups.rows()].map(csvRow).join('');
      }
      const columns = ['time', ...counts, 'p50_ms', 'p95_ms', 'p99_ms'] as const;
      const { timeline } = periodView(range, await snapshot.timeline(range));
      return [columns, ...timeline.map((step) => columns.map((column) => step[column]))].map(csvRow).join('');
    });
  }
}

interface Ranges {
  range: TimeRange;
  before: TimeRange;
}

async function summed(snapshot: RollupSnapshot, { range, before }: Ranges, dimension: AnalyticsQuery['group_by']) {
  const total = emptyRollup();
  for (const row of await snapshot.whole(range)) mergeRollup(total, rollupOf(row));
  return {
    total,
    period: periodView(range, await snapshot.timeline(range)),
    previous: pastView(before, await snapshot.timeline(before)),
    ...(dimension === undefined ? {} : { grouped: await grouped(snapshot, { range, before }, dimension, total) }),
  };
}

async function grouped(snapshot: RollupSnapshot, { range, before }: Ranges, dimension: Dimension, total: Rollup) {
  const groups = new Groups(range, await snapshot.cells(range, dimension, range.step));
  const previous = noSlots<Cell>();
  for (const { cells } of await snapshot.cells(before, dimension, 'day')) addCells(previous, cells ?? undefined);
  return { group_by: dimension, groups: groups.view(previous, dimension === 'route' ? total.latencies : null) };
}
