import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { BackgroundRedis } from '../../../redis/background-redis.js';
import { Lease } from '../../../redis/lease.js';
import { redisTime } from '../../../redis/redis-time.js';
import { PeriodicWork } from '../../../schedule/periodic-work.js';
import { UserDirectory } from '../../../users/user-directory.js';
import { STATE_TTL_MS } from '../evaluation/evaluation.js';
import { Detector } from '../evaluation/detector.js';
import { encodeOverrides } from '../score/overrides.js';
import { OVERRIDES_FIELD } from '../state/detection-state.js';
import { keysOf, type Subject } from '../state/subject.js';
import { OverrideEffect } from './override-effect.js';
import { OverrideStore, overridesOf } from './override-store.js';

const TICK_MS = 10_000;
const SYNC_EVERY_MS = 28_000;

/**
 * Holds the mirror of overrides in Redis to what the database says: at once when one is set, and by a look at all of them
 * for when Redis was away, or has lost everything, or one has ended.
 */
@Injectable()
export class OverrideMirror implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(OverrideMirror.name);
  private readonly lease: Lease;
  private readonly work = new PeriodicWork(
    TICK_MS,
    () => this.syncWhenDue(),
    (error) => this.logger.warn(`behaviour overrides could not be brought up to date: ${error.message}`),
  );

  constructor(
    private readonly redis: BackgroundRedis,
    private readonly store: OverrideStore,
    private readonly users: UserDirectory,
    private readonly detector: Detector,
    private readonly effect: OverrideEffect,
  ) {
    this.lease = new Lease(redis, 'behaviour-overrides', randomUUID());
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  /**
   * Brings one user's mirror and multiplier up to date.
   * @throws RedisUnavailable
   */
  async apply(userId: string): Promise<void> {
    const subject: Subject = { kind: 'user', id: userId };
    const [key] = keysOf(subject);
    const text = encodeOverrides(overridesOf(await this.store.ofUser(userId)));
    const known = await this.redis.call((client) => client.hget(key, OVERRIDES_FIELD));
    if ((known ?? '') === text) return;
    if ((await this.redis.call((client) => client.exists(key))) === 0) {
      await this.detector.bringBack([subject], await this.redis.call(redisTime));
    }
    if (text === '') await this.redis.call((client) => client.hdel(key, OVERRIDES_FIELD));
    else {
      await this.redis.call((client) => client.hset(key, OVERRIDES_FIELD, text));
      await this.redis.call((client) => client.pexpire(key, STATE_TTL_MS.user));
    }
    const row = await this.users.byId(userId);
    if (row !== undefined && row.role !== 'admin') await this.effect.tell(subject);
  }

  async sync(): Promise<void> {
    for (const userId of await this.store.users()) await this.apply(userId);
    await this.store.purge();
  }

  private async syncWhenDue(): Promise<void> {
    if (await this.lease.take(SYNC_EVERY_MS)) await this.sync();
  }
}
