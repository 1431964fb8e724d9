import { Injectable, Logger } from '@nestjs/common';
import { BackgroundRedis } from '../../../redis/background-redis.js';
import { keys } from '../../../redis/keys.js';

const DAY_MS = 86_400_000;
const DAYS = 7;
const KEPT_MS = (DAYS + 1) * DAY_MS;

/** How often each scenario has fired, by UTC day, on all instances. */
@Injectable()
export class FireCounts {
  private readonly logger = new Logger(FireCounts.name);

  constructor(private readonly redis: BackgroundRedis) {}

  /** @param time unix ms of the fire. */
  async add(scenario: string, time: number): Promise<void> {
    const key = keys.detectionFires(Math.floor(time / DAY_MS));
    await this.redis.call((client) => client.hincrby(key, scenario, 1));
    await this.redis.call((client) => client.pexpire(key, KEPT_MS));
  }

  /** Fires of the last seven days by scenario; null while Redis is away. */
  async lastWeek(): Promise<Map<string, number> | null> {
    const today = Math.floor(Date.now() / DAY_MS);
    const sums = new Map<string, number>();
    try {
      for (let day = today - DAYS + 1; day <= today; day += 1) {
        const counted = await this.redis.call((client) => client.hgetall(keys.detectionFires(day)));
        for (const [name, count] of Object.entries(counted)) sums.set(name, (sums.get(name) ?? 0) + Number(count));
      }
      return sums;
    } catch (error) {
      this.logger.warn(`the scenarios' fires cannot be told: ${(error as Error).message}`);
      return null;
    }
  }
}
