import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry, type PartHealth } from '../health/health-registry.js';
import { BackgroundRedis } from '../redis/background-redis.js';
import { ConsumerGroup } from './record/consumer-group.js';
import { StreamConsumer } from './record/stream-consumer.js';
import { EventWriter } from './recorder/event-writer.js';

/** Events waiting for the database from which on the record counts as degraded. */
const BACKLOG_LIMIT = 10_000;

/** How the record is, for the readiness probe. */
@Injectable()
export class ActivityHealth implements OnModuleInit {
  constructor(
    private readonly health: HealthRegistry,
    private readonly redis: BackgroundRedis,
    private readonly writer: EventWriter,
    private readonly consumer: StreamConsumer,
  ) {}

  onModuleInit(): void {
    this.health.add('activity', () => this.check());
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
