import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { keys } from '../../redis/keys.js';
import { RedisConnection } from '../../redis/redis-connection.js';
import { loadScript } from '../../redis/redis-script.js';

const BEAT_MS = 2_000;
/** An instance that missed three heartbeats is gone. */
const LIFE_MS = 3 * BEAT_MS + 500;

const heartbeat = loadScript(new URL('./heartbeat-1.lua', import.meta.url));

/** How many instances share this Redis, by heartbeat: what the local limiter divides the limits by. */
@Injectable()
export class Instances implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly id = uuidv7();
  private timer: NodeJS.Timeout | undefined;
  /** What each beat of the last `LIFE_MS` found, oldest first. */
  private found: { at: number; count: number }[] = [];
  private joining: Promise<void> | undefined;

  constructor(private readonly redis: RedisConnection) {}

  /**
   * The last known number, this one included; at least 1. After Redis lost its data each instance finds itself alone at
   * first, so the highest number of the last seconds stands: too small a share for a moment, never too large.
   */
  get count(): number {
    return this.found.reduce((most, { count }) => Math.max(most, count), 1);
  }

  /**
   * The instances that run beside this one; one that ended without a word is named for some seconds more.
   * @throws RedisUnavailable
   */
  async others(): Promise<string[]> {
    const running = await this.redis.call((client) => client.zrange(keys.instances, 0, '-1'), keys.instances);
    return running.filter((id) => id !== this.id);
  }

  onApplicationBootstrap(): Promise<void> {
    return this.join();
  }

  /** Makes this instance known to the others, once. */
  join(): Promise<void> {
    if (this.timer === undefined) {
      this.timer = setInterval(() => void this.beat(LIFE_MS), BEAT_MS).unref();
      this.redis.onRecovered(() => void this.beat(LIFE_MS));
    }
    return (this.joining ??= this.beat(LIFE_MS));
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.beat(0);
  }

  private async beat(life: number): Promise<void> {
    try {
      const count = (await this.redis.run(heartbeat, [keys.instances], [this.id, life])) as number;
      const at = performance.now();
      this.found = [...this.found.filter((beat) => at - beat.at < LIFE_MS), { at, count }];
    } catch {
      // Not reachable: the last known number stands.
    }
  }
}
