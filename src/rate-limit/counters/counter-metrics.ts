import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { METRIC_PREFIX, Metrics } from '../../metrics/metrics.js';
import { BackgroundRedis } from '../../redis/background-redis.js';
import type { RecentKind } from '../../redis/keys.js';
import { redisTime } from '../../redis/redis-time.js';
import { LimitCounters } from './limit-counters.js';
import { LimitFigures } from './limit-figures.js';

/** The limiter's counters for Prometheus, read when they are asked for. */
@Injectable()
export class CounterMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly redis: BackgroundRedis,
    private readonly counters: LimitCounters,
    private readonly figures: LimitFigures,
  ) {}

  onModuleInit(): void {
    const { redis, counters, figures } = this;
    const registers = [this.metrics.registry];
    /** The same number on every instance; absent while Redis is away. */
    const recent = (kind: RecentKind, name: string, help: string) =>
      new Gauge({
        name: METRIC_PREFIX + name,
        help,
        registers,
        async collect() {
          try {
            this.set((await figures.recent(kind, await redis.call(redisTime))).count);
          } catch {
            this.remove();
          }
        },
      });
    recent('active', 'rate_limit_active_subjects', 'Subjects with an accepted request in the last 60 s');
    recent('near', 'rate_limit_near_limit_subjects', 'Subjects with less than a tenth left in the last 60 s');
    const total = (name: string, help: string, read: () => number) =>
      new Counter({
        name: METRIC_PREFIX + name,
        help,
        registers,
        collect() {
          this.reset();
          this.inc(read());
        },
      });
    total('rate_limit_counts_dropped_total', 'Decisions missing in analytics', () => counters.dropped);
    total('rate_limit_counts_unnamed_total', 'Decisions without their subject there', () => counters.withoutSubject);
  }
}
