import { Injectable } from '@nestjs/common';
import { BackgroundRedis } from '../../../redis/background-redis.js';
import { keys } from '../../../redis/keys.js';
import { redisTime } from '../../../redis/redis-time.js';
import { Detector } from '../evaluation/detector.js';
import { StateCopies } from '../state/state-copies.js';
import { Multipliers } from './multipliers.js';

/** As many as the list of multiplied subjects holds. */
const BROUGHT_BACK = 20_000;
const AT_ONCE = 100;

/** After Redis has lost everything: those whose limits were multiplied are found again before they call. */
@Injectable()
export class MultiplierRecovery {
  constructor(
    private readonly redis: BackgroundRedis,
    private readonly copies: StateCopies,
    private readonly detector: Detector,
    private readonly multipliers: Multipliers,
  ) {}

  async bringBack(): Promise<void> {
    if (await this.redis.call((client) => client.exists(keys.detectionRestored))) return;
    const subjects = await this.copies.multiplied(BROUGHT_BACK);
    for (let index = 0; index < subjects.length; index += AT_ONCE) {
      const some = subjects.slice(index, index + AT_ONCE);
      await this.detector.bringBack(some, await this.redis.call(redisTime));
      for (const subject of some) await this.multipliers.list(subject);
    }
    await this.redis.call((client) => client.set(keys.detectionRestored, '1'));
  }
}
