import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Lease } from '../../../redis/lease.js';
import { PeriodicWork } from '../../../schedule/periodic-work.js';
import { BehaviourReader } from './behaviour-reader.js';
import { MultiplierRecovery } from './multiplier-recovery.js';
import { Multipliers } from './multipliers.js';
import { BackgroundRedis } from '../../../redis/background-redis.js';
import { EngineWatch } from '../progress/engine-watch.js';

const TICK_MS = 4_000;
/** One instance at a time makes a pass, every 16 to 20 s: the limiter believes a stamp for 60 s. */
const PASS_EVERY_MS = 15_500;
const AT_ONCE = 32;

/**
 * Renews the multipliers of those who have one, with the decay up to now, and ends them when the score is back: also
 * when nothing else happens, which is the point of a decay. Whichever instance gets the lease does it.
 */
@Injectable()
export class MultiplierKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(MultiplierKeeper.name);
  private readonly lease: Lease;
  private readonly passes = new PeriodicWork(
    TICK_MS,
    () => this.renewWhenDue(),
    // Stamps lapse to 1 meanwhile, which is the safe side.
    (error) => this.logger.warn(`multipliers could not be renewed: ${error.message}`),
  );

  constructor(
    redis: BackgroundRedis,
    private readonly reader: BehaviourReader,
    private readonly multipliers: Multipliers,
    private readonly engine: EngineWatch,
    private readonly recovery: MultiplierRecovery,
  ) {
    this.lease = new Lease(redis, 'multipliers', randomUUID());
  }

  onApplicationBootstrap(): void {
    this.passes.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.passes.stop();
  }

  /** One pass over everybody listed. Returns how many. */
  async renew(): Promise<number> {
    const subjects = await this.multipliers.listed();
    const bands = { restricted: 0, normal: 0, trusted: 0 };
    for (let index = 0; index < subjects.length; index += AT_ONCE) {
      await Promise.all(
        subjects.slice(index, index + AT_ONCE).map(async (subject) => {
          const { state, score } = await this.reader.of(subject);
          await this.multipliers.tell(subject, score, state.version);
          if (subject.kind === 'user') bands[score.band] += 1;
        }),
      );
    }
    await this.multipliers.countBands(bands);
    return subjects.length;
  }

  /** While detection is behind, nobody is held to what it knew last: the stamps lapse, which is a multiplier of 1. */
  private async renewWhenDue(): Promise<void> {
    if (this.engine.stale) return;
    if (!(await this.lease.take(PASS_EVERY_MS))) return;
    await this.recovery.bringBack();
    await this.renew();
  }
}
