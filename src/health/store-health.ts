import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Database } from '../database/database.js';
import { METRIC_PREFIX, Metrics } from '../metrics/metrics.js';
import { RedisConnection } from '../redis/redis-connection.js';
import { HealthRegistry } from './health-registry.js';

/** The two stores, reported for them: they lie below health and know nothing of it. */
@Injectable()
export class StoreHealth implements OnModuleInit {
  constructor(
    private readonly registry: HealthRegistry,
    private readonly database: Database,
    private readonly redis: RedisConnection,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.registry.add(
      'database',
      async () => ({ state: (await this.database.healthy()) ? 'ok' : 'down', kind: this.database.kind }),
      { required: true },
    );
    // Without Redis each instance decides alone and keeps its own spool: degraded, yet every request is answered.
    this.registry.add('redis', () => {
      const { status, openBreakers } = this.redis;
      return { state: status === 'ready' ? 'ok' : 'degraded', status, breaker: openBreakers > 0 ? 'open' : 'closed' };
    });
    const { redis } = this;
    const ready = new Gauge({
      name: `${METRIC_PREFIX}redis_ready`,
      help: '1 while every call reaches Redis, 0 while some or all do not',
      registers: [],
      collect() {
        this.set(redis.status === 'ready' ? 1 : 0);
      },
    });
    this.metrics.registry.registerMetric(ready);
  }
}
