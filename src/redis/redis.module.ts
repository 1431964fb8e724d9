import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DATA_FOLDER } from '../config/config.module.js';
import { Configuration } from '../config/configuration.js';
import type { DataFolder } from '../config/data-folder.js';
import { BackgroundRedis } from './background-redis.js';
import { RedisClock } from './redis-clock.js';
import { RedisConnection } from './redis-connection.js';
import { RedisStore } from './redis-store.js';

/** Provides the one `RedisConnection`, and a further one for work in the background: to `REDIS_URL`, or to a private server in the data folder. */
@Global()
@Module({
  providers: [
    {
      provide: RedisStore,
      inject: [Configuration, DATA_FOLDER],
      useFactory: (configuration: Configuration, folder: DataFolder | null) => RedisStore.open(configuration, folder),
    },
    { provide: RedisConnection, inject: [RedisStore], useFactory: (store: RedisStore) => store.connection },
    BackgroundRedis,
    RedisClock,
  ],
  exports: [RedisConnection, BackgroundRedis, RedisClock],
})
export class RedisModule implements OnApplicationShutdown {
  constructor(private readonly store: RedisStore) {}

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}
