import { Injectable } from '@nestjs/common';
import { keys, userTag } from '../../../redis/keys.js';
import { RedisConnection } from '../../../redis/redis-connection.js';
import { redisTime } from '../../../redis/redis-time.js';
import { behaviourScore, type BehaviourScore, recoversAt } from './behaviour-score.js';
import { type DetectionState, decodeState } from '../evaluation/detection-state.js';
import { ScenarioBook } from '../scenarios/scenario-book.js';

export interface Behaviour {
  /** Unix ms on Redis' clock. */
  now: number;
  state: DetectionState;
  score: BehaviourScore;
}

/** A user's behaviour as it stands now. Looking changes nothing. */
@Injectable()
export class BehaviourReader {
  constructor(
    private readonly redis: RedisConnection,
    private readonly book: ScenarioBook,
  ) {}

  /** @throws RedisUnavailable */
  async read(userId: string): Promise<Behaviour> {
    const key = keys.detection(userTag(userId));
    const [fields, now] = await Promise.all([
      this.redis.call((client) => client.hgetall(key), key),
      this.redis.call(redisTime),
    ]);
    const state = decodeState(Object.entries(fields).flat());
    return { now, state, score: behaviourScore(state, this.book.scenarios, now) };
  }

  /** Unix ms, or null when the user is not restricted. */
  recoversAt({ state, now }: Behaviour): number | null {
    return recoversAt(state, this.book.scenarios, now);
  }
}
