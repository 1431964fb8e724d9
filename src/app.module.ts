import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule } from './config/config.module.js';
import type { Configuration } from './config/configuration.js';
import { DatabaseModule } from './database/database.module.js';
import { EventsModule } from './events/events.module.js';
import { RedisModule } from './redis/redis.module.js';

/** Every room, and in one place the order in which guards, pipe, interceptor and filter run. */
@Module({})
export class AppModule {
  static of(configuration: Configuration): DynamicModule {
    return {
      module: AppModule,
      imports: [ConfigModule.of(configuration), EventsModule, DatabaseModule, RedisModule],
    };
  }
}
