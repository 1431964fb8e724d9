import { Injectable } from '@nestjs/common';
import { EventBus } from '../../../events/event-bus.js';
import { keys, userTag } from '../../../redis/keys.js';
import { loadScript } from '../../../redis/redis-script.js';
import { verdict, type Band, type Multiplier } from './behaviour-score.js';
import { BackgroundRedis } from '../../../redis/background-redis.js';

const stampScript = loadScript(new URL('./stamp-2.lua', import.meta.url));

/** The limiter believes a stamp for 60 s; the key itself is gone soon after. */
const STAMP_LIFE_MS = 65_000;

/** Users whose multiplier is not 1 at most; beyond, those found first fall back to 1 (never below). */
const SUBJECTS_LIMIT = 20_000;

/** Tells the limiter of each user's multiplier, and keeps the list of those whose multiplier must stay told. */
@Injectable()
export class Multipliers {
  constructor(
    private readonly redis: BackgroundRedis,
    private readonly bus: EventBus,
  ) {}

  /**
   * @param version of the detection state that the score follows from.
   * @throws RedisUnavailable
   */
  async tell(userId: string, score: number, version: number): Promise<void> {
    const tag = userTag(userId);
    const { band, multiplier } = verdict(score);
    // Listed first: a stamp that nobody renewed would lapse unseen.
    if (multiplier !== 1) {
      await this.redis.call((client) => client.zadd(keys.multipliedSubjects, 'NX', Date.now(), userId));
    }
    const before = (await this.redis.run(
      stampScript,
      [keys.detection(tag), keys.behaviour(tag)],
      [multiplier, version, STAMP_LIFE_MS],
    )) as string | null;
    if (before === null) return;
    if (multiplier === 1) await this.redis.call((client) => client.zrem(keys.multipliedSubjects, userId));
    if (Number(before) !== multiplier) this.announce(userId, score, Number(before) as Multiplier, multiplier, band);
  }

  /** The users whose multiplier is not 1. */
  async listed(): Promise<string[]> {
    await this.redis.call((client) => client.zremrangebyrank(keys.multipliedSubjects, 0, -SUBJECTS_LIMIT - 1));
    return this.redis.call((client) => client.zrange(keys.multipliedSubjects, 0, '-1'));
  }

  private announce(userId: string, score: number, from: Multiplier, to: Multiplier, band: Band): void {
    const common = {
      outcome: 'ok',
      actor: { kind: 'system' },
      tenant: userId,
      target: { type: 'user', id: userId },
    } as const;
    const rounded = Math.round(score * 1000) / 1000;
    this.bus.emit({ ...common, type: 'rate_limit.multiplier_changed', data: { from, to, score: rounded } });
    const bands = { from: bandOf(from), to: band, score: rounded };
    this.bus.emit({ ...common, type: 'detect.score_band_changed', data: bands });
  }
}

function bandOf(multiplier: Multiplier): Band {
  return multiplier === 0.5 ? 'restricted' : multiplier === 1.5 ? 'trusted' : 'normal';
}
