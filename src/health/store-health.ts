import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database.js';
import { RedisConnection } from '../redis/redis-connection.js';
import { HealthRegistry } from './health-registry.js';

/** The two stores, reported for them: they lie below health and know nothing of it. */
@Injectable()
export class StoreHealth implements OnModuleInit {
  constructor(
    private readonly registry: HealthRegistry,
    private readonly database: Database,
    private readonly redis: RedisConnection,
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
  }
}
