import { Injectable } from '@nestjs/common';
import type { ScoreBandChanged } from '../../../events/domain-event.js';
import { EventBus } from '../../../events/event-bus.js';
import { BackgroundRedis } from '../../../redis/background-redis.js';
import { keys } from '../../../redis/keys.js';
import { loadScript } from '../../../redis/redis-script.js';
import { UserDirectory } from '../../../users/user-directory.js';
import { CallerCipher } from '../../recorder/caller-cipher.js';
import { keysOf, nameOf, type Subject, subjectOf } from '../state/subject.js';
import type { Band, BehaviourScore, Multiplier } from './behaviour-score.js';
import { contributionsText } from './contributions-text.js';

const stampScript = loadScript(new URL('./stamp-2.lua', import.meta.url));

/** The limiter believes a stamp for 60 s; the key itself is gone soon after. */
const STAMP_LIFE_MS = 65_000;

/** Subjects whose multiplier is not 1 at most; beyond, those found first fall back to 1 (never below). */
const SUBJECTS_LIMIT = 20_000;

/** What `tell` has to know of a score. */
export type ToldScore = Pick<BehaviourScore, 'score' | 'band' | 'multiplier' | 'forced' | 'contributions'>;

/** Tells the limiter of each subject's multiplier, and keeps the list of those whose multiplier must stay told. */
@Injectable()
export class Multipliers {
  constructor(
    private readonly redis: BackgroundRedis,
    private readonly bus: EventBus,
    private readonly cipher: CallerCipher,
    private readonly users: UserDirectory,
  ) {}

  /**
   * A network can only be held to less: nobody in particular has earned its trust.
   * @param version of the detection state that the score follows from.
   * @throws RedisUnavailable
   */
  async tell(subject: Subject, told: ToldScore, version: number): Promise<void> {
    const multiplier = subject.kind === 'network' ? (Math.min(1, told.multiplier) as Multiplier) : told.multiplier;
    const name = nameOf(subject);
    // Listed first: a stamp that nobody renewed would lapse unseen.
    if (multiplier !== 1) {
      await this.redis.call((client) => client.zadd(keys.multipliedSubjects, 'NX', Date.now(), name));
    }
    const args = [multiplier, version, STAMP_LIFE_MS, told.forced ? 'f' : ''];
    const before = (await this.redis.run(stampScript, keysOf(subject), args)) as string | null;
    if (before === null) return;
    if (multiplier === 1) await this.redis.call((client) => client.zrem(keys.multipliedSubjects, name));
    if (Number(before) === multiplier) return;
    if (multiplier !== 1 && (await this.exempt(subject))) await this.takeBack(subject);
    else this.announce(subject, told, Number(before) as Multiplier, multiplier);
  }

  /** Admins have no multiplier, whatever their score is; asked only when one is about to begin. */
  private async exempt({ kind, id }: Subject): Promise<boolean> {
    return kind === 'user' && (await this.users.byId(id))?.role === 'admin';
  }

  private async takeBack(subject: Subject): Promise<void> {
    const [, behaviour] = keysOf(subject);
    await this.redis.call((client) => client.del(behaviour));
    await this.redis.call((client) => client.zrem(keys.multipliedSubjects, nameOf(subject)));
  }

  /** Makes sure that a subject's multiplier is looked after, whatever the limiter knows of it. */
  async list(subject: Subject): Promise<void> {
    await this.redis.call((client) => client.zadd(keys.multipliedSubjects, 'NX', Date.now(), nameOf(subject)));
  }

  /** The subjects whose multiplier is not 1. */
  async listed(): Promise<Subject[]> {
    await this.redis.call((client) => client.zremrangebyrank(keys.multipliedSubjects, 0, -SUBJECTS_LIMIT - 1));
    const names = await this.redis.call((client) => client.zrange(keys.multipliedSubjects, 0, '-1'));
    return names.map(subjectOf);
  }

  /** Tells every instance's metrics how many accounts are in a band. */
  async countBands({ restricted, trusted }: Readonly<Record<Band, number>>): Promise<void> {
    await this.redis.call(async (client) => {
      await client.hset(keys.behaviourBands, { restricted, trusted });
      await client.pexpire(keys.behaviourBands, STAMP_LIFE_MS);
    });
  }

  private announce(subject: Subject, told: ToldScore, from: Multiplier, to: Multiplier): void {
    const about =
      subject.kind === 'user'
        ? { tenant: subject.id, target: { type: 'user', id: subject.id } }
        : { target: { type: 'network', id: this.cipher.network(subject.id) }, network: subject.id };
    const common = { outcome: 'ok', actor: { kind: 'system' }, ...about } as const;
    const score = Math.round(told.score * 1000) / 1000;
    this.bus.emit({ ...common, type: 'rate_limit.multiplier_changed', data: { from, to, score } });
    const data: ScoreBandChanged = {
      from: bandOf(from),
      to: bandOf(to),
      score,
      contributions: contributionsText({ ...told, computed: told.score }),
      multiplier: to,
    };
    this.bus.emit({ ...common, type: 'detect.score_band_changed', data });
  }
}

function bandOf(multiplier: Multiplier): Band {
  return multiplier === 0.5 ? 'restricted' : multiplier === 1.5 ? 'trusted' : 'normal';
}
