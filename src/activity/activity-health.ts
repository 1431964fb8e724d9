import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { HealthRegistry, type PartHealth } from '../health/health-registry.js';
import { METRIC_PREFIX, Metrics } from '../metrics/metrics.js';
import { keys } from '../redis/keys.js';
import { BackgroundRedis } from '../redis/background-redis.js';
import { ConsumerGroup } from './record/consumer-group.js';
import { StreamConsumer } from './record/stream-consumer.js';
import { EventWriter } from './recorder/event-writer.js';

/** Events waiting for the database from which on the record counts as degraded. */
const BACKLOG_LIMIT = 10_000;

/** How the record is: for the readiness probe and for Prometheus. */
@Injectable()
export class ActivityHealth implements OnModuleInit {
  constructor(
    private readonly health: HealthRegistry,
    private readonly metrics: Metrics,
    private readonly redis: BackgroundRedis,
    private readonly writer: EventWriter,
    private readonly consumer: StreamConsumer,
  ) {}

  onModuleInit(): void {
    this.health.add('activity', () => this.check());
    const { writer, consumer, redis } = this;
    const registers = [this.metrics.registry];
    /** A total that is counted elsewhere: brought up to date when it is asked for. */
    const counted = (name: string, help: string, total: () => number) =>
      new Counter({
        name: METRIC_PREFIX + name,
        help,
        registers,
        collect() {
          this.reset();
          this.inc(total());
        },
      });
    counted('activity_dropped_total', 'Events given up because the spool was full', () => writer.dropped);
    counted('audit_rows_total', 'Events kept by this instance', () => consumer.total);
    const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
      new Gauge({
        name: METRIC_PREFIX + name,
        help,
        registers,
        async collect() {
          try {
            this.set(await read());
          } catch {
            this.remove();
          }
        },
      });
    gauge('activity_spool_events', 'Events in memory, not yet in Redis', () => writer.waiting);
    gauge('activity_lag_seconds', 'Age of the event kept last, when it was kept', () => consumer.lagMs / 1000);
    gauge('activity_stream_length', 'Entries of the activity stream', () =>
      redis.call((client) => client.xlen(keys.activityStream)),
    );
  }

  private async check(): Promise<PartHealth> {
    const facts = { spool: this.writer.waiting, dropped: this.writer.dropped, lag_ms: this.consumer.lagMs };
    try {
      const backlog = await this.redis.call((client) => new ConsumerGroup(client, '').backlog());
      const waiting = (backlog?.undelivered ?? 0) + (backlog?.pending ?? 0);
      return { state: waiting > BACKLOG_LIMIT ? 'degraded' : 'ok', ...facts, waiting };
    } catch {
      // Events wait in memory; requests are answered all the same.
      return { state: 'degraded', ...facts };
    }
  }
}
