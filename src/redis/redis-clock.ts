import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { RedisConnection } from './redis-connection.js';
import { redisTime } from './redis-time.js';

/** Time between two readings, ms. Two quartz clocks drift apart by far less than a millisecond in it. */
const READ_EVERY_MS = 5_000;

/**
 * The time by Redis' clock, without asking for it: read now and then, and carried on by this process' monotonic clock.
 *
 * Windows are counted by Redis' clock; what an admin grants or forbids until a moment must end by the same one, on every
 * instance, however wrong the clock of its machine is. A reading is as exact as half its round trip. Until the first one,
 * which the start waits for, and without a Redis from the start, the machine's own clock counts.
 */
@Injectable()
export class RedisClock implements OnModuleInit, OnApplicationShutdown {
  /** Unix ms when the monotonic clock stood at 0; null before the first reading. */
  private epoch: number | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly redis: RedisConnection) {}

  /** Unix ms. */
  now(): number {
    return this.epoch === null ? Date.now() : Math.floor(this.epoch + performance.now());
  }

  async onModuleInit(): Promise<void> {
    this.timer = setInterval(() => void this.read(), READ_EVERY_MS).unref();
    // Another server may have taken over, by another clock.
    this.redis.onRecovered(() => void this.read());
    await this.read();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async read(): Promise<void> {
    const askedAt = performance.now();
    try {
      const time = await this.redis.call(redisTime);
      this.epoch = time - (askedAt + performance.now()) / 2;
    } catch {
      // Away: the last reading stands.
    }
  }
}
