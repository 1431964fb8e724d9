import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Problem } from '../../problem/problem.js';
import {
  FIGURES_KEPT_MS,
  LimitFigures,
  type LimitSums,
  type RecentSubjects,
} from '../../rate-limit/counters/limit-figures.js';
import { floor, HOUR_MS, MINUTE_MS } from '../../rate-limit/counters/spans.js';
import { BackgroundRedis } from '../../redis/background-redis.js';
import { redisTime } from '../../redis/redis-time.js';
import { RedisUnavailable } from '../../redis/redis-unavailable.js';
import { CallerCipher } from '../recorder/caller-cipher.js';
import type { AnalyticsQuery } from './analytics-query.js';
import { analyticsView, type AnalyticsView } from './analytics-view.js';
import { limitSumsView, topOffenders } from './limit-sums-view.js';
import { emptyRollup, mergeRollup, type Rollup } from './rollup.js';
import { SubjectCounts } from './subject-counts.js';
import { timeRange, type TimeRange } from './time-range.js';

/** Subjects added up over all rows of the range. */
const SUBJECTS_CAPACITY = 2_000;

/** What the limiter knows of the moment and of a span of time. */
interface Limits {
  now: number;
  active: RecentSubjects;
  near: RecentSubjects;
}

/**
 * What happened in a span of time, from the sums that the consumers keep (some hundred small rows) and from the counters
 * of the limiter, whatever the number of users and events. Nothing is scanned.
 *
 * Requests, answers and analyses are the record's: exact, and kept for long. Active limits and offenders are the
 * limiter's own, which knows of each decision within a second; a span that began before its counters reach back gets its
 * offenders from the record, which counts every request of a subject and every 429.
 */
@Injectable()
export class Analytics {
  constructor(
    private readonly database: Database,
    private readonly redis: BackgroundRedis,
    private readonly figures: LimitFigures,
    private readonly cipher: CallerCipher,
  ) {}

  /** @throws Problem `unavailable` while Redis is away: nothing is counted meanwhile, so old figures would mislead. */
  async read(query: AnalyticsQuery): Promise<AnalyticsView> {
    const { now, active, near } = await available(() => this.present());
    const range = timeRange(query, now);
    const [rows, sums] = await Promise.all([this.rows(range), available(() => this.sums(range, now))]);
    const total = emptyRollup();
    const subjects = new SubjectCounts(SUBJECTS_CAPACITY);
    const unit = range.step === 'minute' ? MINUTE_MS : HOUR_MS;
    const steps = new Map<number, Rollup>();
    for (let time = floor(range.from, unit); time < range.to; time += unit) steps.set(time, emptyRollup());
    for (const { bucket, data } of rows) {
      const rollup = data as Rollup;
      mergeRollup(total, rollup);
      const step = steps.get(floor(bucket.getTime(), unit));
      if (step !== undefined) mergeRollup(step, rollup);
      for (const [subject, count] of Object.entries(rollup.subjects)) subjects.add(subject, count);
    }
    return analyticsView(range, total, steps, {
      total_active_limits: active.count,
      top_offenders: topOffenders(sums ?? { subjects: this.recorded(subjects) }),
      limits: sums === null ? null : limitSumsView(sums, active, near),
    });
  }

  private async present(): Promise<Limits> {
    const now = await this.redis.call(redisTime);
    const [active, near] = await Promise.all([this.figures.recent('active', now), this.figures.recent('near', now)]);
    return { now, active, near };
  }

  /** Null for a span that began before the limiter's counters reach back. */
  private async sums({ from, to }: TimeRange, now: number): Promise<LimitSums | null> {
    return from < now - FIGURES_KEPT_MS ? null : this.figures.sums(from, Math.min(to, now));
  }

  private async rows({ from, to, hours }: TimeRange) {
    const minutes = this.select('minute', from, hours.from).unionAll(this.select('minute', hours.to, to));
    return minutes.unionAll(this.select('hour', hours.from, hours.to)).execute();
  }

  private select(resolution: 'minute' | 'hour', from: number, to: number) {
    return this.database.kysely
      .selectFrom('activity_rollups')
      .select(['bucket', 'data'])
      .where('resolution', '=', resolution)
      .where('bucket', '>=', new Date(from))
      .where('bucket', '<', new Date(to));
  }

  private recorded(subjects: SubjectCounts): LimitSums['subjects'] {
    return subjects.top(SUBJECTS_CAPACITY).map(([name, { requests, denied, src }]) => {
      const id = name.slice(2);
      const totals = { requests, refused: denied };
      if (name.startsWith('u:')) return { kind: 'user', subject: id, ...totals };
      return { kind: 'ip', subject: (src === undefined ? null : this.cipher.open(src)) ?? id, ...totals };
    });
  }
}

/** @throws Problem `unavailable` while Redis is away. */
async function available<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof RedisUnavailable)) throw error;
    throw new Problem('unavailable', { headers: { 'retry-after': '5' }, cause: error });
  }
}
