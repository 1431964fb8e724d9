import { Injectable } from '@nestjs/common';
import { RedisConnection } from '../../../redis/redis-connection.js';
import { redisTime } from '../../../redis/redis-time.js';
import { ScenarioBook } from '../scenarios/scenario-book.js';
import { type DetectionState, decodeState } from '../state/detection-state.js';
import { keysOf, scenariosOf, type Subject } from '../state/subject.js';
import { behaviourScore, type BehaviourScore, recoversAt } from './behaviour-score.js';

export interface Behaviour {
  subject: Subject;
  /** Unix ms on Redis' clock. */
  now: number;
  state: DetectionState;
  score: BehaviourScore;
}

/** A subject's behaviour as it stands now. Looking changes nothing. */
@Injectable()
export class BehaviourReader {
  constructor(
    private readonly redis: RedisConnection,
    private readonly book: ScenarioBook,
  ) {}

  /** @throws RedisUnavailable */
  read(userId: string): Promise<Behaviour> {
    return this.of({ kind: 'user', id: userId });
  }

  /** @throws RedisUnavailable */
  async of(subject: Subject): Promise<Behaviour> {
    const [key] = keysOf(subject);
    const [fields, now] = await Promise.all([
      this.redis.call((client) => client.hgetall(key), key),
      this.redis.call(redisTime),
    ]);
    const state = decodeState(Object.entries(fields).flat());
    return { subject, now, state, score: behaviourScore(state, scenariosOf(subject.kind, this.book.scenarios), now) };
  }

  /** Unix ms, or null when the subject is not restricted. */
  recoversAt({ subject, state, now }: Behaviour): number | null {
    return recoversAt(state, scenariosOf(subject.kind, this.book.scenarios), now);
  }
}
