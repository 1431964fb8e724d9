import { Injectable, type OnModuleInit } from '@nestjs/common';
import { keys, userTag } from '../../redis/keys.js';
import { RedisConnection } from '../../redis/redis-connection.js';
import { PersonalData } from '../../users/privacy/personal-data.js';
import { ActivityHistory } from '../history/activity-history.js';

/** The activity record's part of a user's data, and what detection holds of them in Redis. */
@Injectable()
export class ActivityPersonalData implements OnModuleInit {
  constructor(
    private readonly data: PersonalData,
    private readonly history: ActivityHistory,
    private readonly redis: RedisConnection,
  ) {}

  onModuleInit(): void {
    this.data.add({
      name: 'activity',
      export: (userId) => this.history.all(userId),
      forget: (userId) => this.forget(userId),
    });
  }

  private async forget(userId: string): Promise<void> {
    const tag = userTag(userId);
    await this.redis.call((client) => client.del(keys.detection(tag), keys.behaviour(tag)));
    await this.redis.call((client) => client.zrem(keys.multipliedSubjects, userId));
    await this.redis.call((client) => client.srem(keys.detectionChanged, userId));
  }
}
