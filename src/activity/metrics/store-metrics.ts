import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { Gauge } from 'prom-client';
import { Database } from '../../database/database.js';
import { Metrics } from '../../metrics/metrics.js';
import { BackgroundRedis } from '../../redis/background-redis.js';
import { keys } from '../../redis/keys.js';
import { gauge, registered } from './read-when-asked.js';

/** What the stores hold of activity, the same on every instance; absent while the store is away. */
@Injectable()
export class StoreMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly redis: BackgroundRedis,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    const { redis } = this;
    gauge(this.metrics, 'activity_stream_length', 'Entries of the activity stream', () =>
      redis.call((client) => client.xlen(keys.activityStream)),
    );
    gauge(this.metrics, 'audit_checkpoint_age_seconds', 'Age of the newest signed checkpoint', () =>
      this.checkpointAge(),
    );
    // oxlint-disable-next-line no-new -- the registry keeps it
    new Gauge({
      ...registered(
        this.metrics,
        'behaviour_users',
        'Accounts whose multiplier is not 1, by band; the same everywhere',
      ),
      labelNames: ['band'],
      async collect() {
        this.reset();
        const counts = await redis.call((client) => client.hgetall(keys.behaviourBands)).catch(() => ({}));
        for (const [band, count] of Object.entries(counts)) this.set({ band }, Number(count));
      },
    });
  }

  private async checkpointAge(): Promise<number> {
    const { rows } = await sql<{ age: number }>`
      select extract(epoch from clock_timestamp() - max(time))::double precision as age
      from audit_checkpoints having max(time) is not null`.execute(this.database.kysely);
    if (rows[0] === undefined) throw new Error('there is no checkpoint yet');
    return Math.max(0, rows[0].age);
  }
}
