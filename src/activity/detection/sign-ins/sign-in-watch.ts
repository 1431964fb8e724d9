import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EventBus } from '../../../events/event-bus.js';
import { BackgroundRedis } from '../../../redis/background-redis.js';
import { keys } from '../../../redis/keys.js';
import { Lease } from '../../../redis/lease.js';
import { redisTime } from '../../../redis/redis-time.js';
import { PeriodicWork } from '../../../schedule/periodic-work.js';
import type { StoredEvent } from '../../activity-event.js';
import { failureExcess, type SignIns } from './failure-ratio.js';

const HOUR_MS = 3_600_000;
const HOURS = 7 * 24;
const KEPT_MS = (HOURS + 1) * HOUR_MS;
const LOOK_EVERY_MS = 30_000;
const ALARM = 'sign-in-failures';

/**
 * Counts sign-ins of all instances by the hour, and raises an alarm while far more fail than is usual. It punishes nobody: who
 * it is shows in the networks, if at all. The counts may miss or double some when a process dies, which no ratio notices.
 */
@Injectable()
export class SignInWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(SignInWatch.name);
  private readonly lease: Lease;
  private readonly work = new PeriodicWork(
    LOOK_EVERY_MS,
    () => this.lookWhenDue(),
    (error) => this.logger.warn(`sign-ins could not be looked at: ${error.message}`),
  );

  constructor(
    private readonly redis: BackgroundRedis,
    private readonly bus: EventBus,
  ) {
    this.lease = new Lease(redis, 'sign-in-watch', randomUUID());
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  /** @throws RedisUnavailable */
  async count(events: readonly StoredEvent[]): Promise<void> {
    const sums = new Map<string, number>();
    for (const { time, event } of events) {
      if (event.type !== 'auth.login.failure' && event.type !== 'auth.login.success') continue;
      const field = `${Math.floor(time / HOUR_MS)}:${event.type === 'auth.login.failure' ? 'f' : 's'}`;
      sums.set(field, (sums.get(field) ?? 0) + 1);
    }
    if (sums.size === 0) return;
    const key = keys.detectionSignIns;
    for (const [field, sum] of sums) await this.redis.call((client) => client.hincrby(key, field, sum));
    await this.redis.call((client) => client.pexpire(key, KEPT_MS));
  }

  /** @param now unix ms, on Redis' clock. */
  async look(now: number): Promise<void> {
    const counted = await this.redis.call((client) => client.hgetall(keys.detectionSignIns));
    const hour = Math.floor(now / HOUR_MS);
    const old = Object.keys(counted).filter((field) => Number.parseInt(field, 10) < hour - HOURS);
    if (old.length > 0) await this.redis.call((client) => client.hdel(keys.detectionSignIns, ...old));
    const at = (which: number): SignIns => ({
      failed: Number(counted[`${which}:f`] ?? 0),
      succeeded: Number(counted[`${which}:s`] ?? 0),
    });
    const history = Array.from({ length: HOURS }, (_, index) => at(hour - HOURS + index));
    const excess = failureExcess(at(hour), history);
    if (excess === null) return;
    const { failed, ratio, median } = excess;
    // Raised at every look while it lasts; an alarm that is not raised again resolves.
    this.bus.emit({
      type: 'system.alarm.raised',
      outcome: 'error',
      actor: { kind: 'system' },
      data: {
        alarm: ALARM,
        severity: 'high',
        message:
          `${failed} sign-ins failed in this hour, ${ratio.toFixed(2)} for each that succeeded; ` +
          `${median.toFixed(2)} is usual over seven days`,
      },
    });
  }

  private async lookWhenDue(): Promise<void> {
    if (await this.lease.take(LOOK_EVERY_MS - 500)) await this.look(await this.redis.call(redisTime));
  }
}
