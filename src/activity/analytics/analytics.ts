import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Problem } from '../../problem/problem.js';
import { RedisConnection } from '../../redis/redis-connection.js';
import { RedisUnavailable } from '../../redis/redis-unavailable.js';
import { CallerCipher } from '../recorder/caller-cipher.js';
import { redisTime } from '../redis-time.js';
import { countActiveSubjects } from './active-subjects.js';
import type { AnalyticsQuery } from './analytics-query.js';
import { analyticsView, type AnalyticsView, type Offender } from './analytics-view.js';
import { emptyRollup, mergeRollup, type Rollup } from './rollup.js';
import { type SubjectCount, SubjectCounts } from './subject-counts.js';
import { floor, HOUR_MS, MINUTE_MS, timeRange, type TimeRange } from './time-range.js';

const OFFENDERS_LIMIT = 10;
/** Subjects added up over all rows of the range. */
const SUBJECTS_CAPACITY = 2_000;

/**
 * What happened in a span of time, from the sums that the consumers keep: some hundred small rows and one count,
 * whatever the number of users and events. Nothing is scanned.
 */
@Injectable()
export class Analytics {
  constructor(
    private readonly database: Database,
    private readonly redis: RedisConnection,
    private readonly cipher: CallerCipher,
  ) {}

  /** @throws Problem `unavailable` while Redis is away: nothing is counted meanwhile, so old figures would mislead. */
  async read(query: AnalyticsQuery): Promise<AnalyticsView> {
    const { now, active } = await this.present();
    const range = timeRange(query, now);
    const rows = await this.rows(range);
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
    return analyticsView(range, active, total, this.offenders(subjects), steps);
  }

  private async present(): Promise<{ now: number; active: number }> {
    try {
      const [now, active] = await Promise.all([this.redis.call(redisTime), countActiveSubjects(this.redis)]);
      return { now, active };
    } catch (error) {
      if (!(error instanceof RedisUnavailable)) throw error;
      throw new Problem('unavailable', { headers: { 'retry-after': '5' }, cause: error });
    }
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

  private offenders(subjects: SubjectCounts): Offender[] {
    return subjects
      .top(OFFENDERS_LIMIT)
      .filter(([, count]) => count.denied > 0)
      .map(([subject, count]) => ({
        ...this.name(subject, count),
        request_count: count.requests,
        denied_count: count.denied,
      }));
  }

  private name(subject: string, { src }: SubjectCount): Pick<Offender, 'identifier' | 'type'> {
    const id = subject.slice(2);
    if (subject.startsWith('u:')) return { identifier: id, type: 'user' };
    return { identifier: (src === undefined ? null : this.cipher.open(src)) ?? id, type: 'ip' };
  }
}
