import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { BackgroundRedis } from '../../../redis/background-redis.js';
import { keys } from '../../../redis/keys.js';
import { Lease } from '../../../redis/lease.js';
import { PeriodicWork } from '../../../schedule/periodic-work.js';
import { STATE_TTL_MS } from '../evaluation/evaluation.js';
import { StateCopies, type StateCopy } from './state-copies.js';
import { keysOf, subjectOf } from './subject.js';

const TICK_MS = 10_000;
/** One instance copies, once a minute. */
const COPY_EVERY_MS = 55_000;
const PURGE_EVERY_MS = 3_600_000;
const BATCH = 200;

/** Copies what has changed in Redis to the database, each minute. */
@Injectable()
export class StateCopier implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(StateCopier.name);
  private readonly copying: Lease;
  private readonly purging: Lease;
  private readonly work = new PeriodicWork(
    TICK_MS,
    () => this.copyWhenDue(),
    (error) => this.logger.warn(`detection states could not be copied: ${error.message}`),
  );

  constructor(
    private readonly redis: BackgroundRedis,
    private readonly copies: StateCopies,
  ) {
    const holder = randomUUID();
    this.copying = new Lease(redis, 'detection-copies', holder);
    this.purging = new Lease(redis, 'detection-copies-purge', holder);
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  /** Copies all that has changed since the last time; returns how many. */
  async copy(): Promise<number> {
    const waiting = await this.redis.call((client) => client.scard(keys.detectionChanged));
    let total = 0;
    // Those that change while this goes on are the next run's: it ends.
    while (total < waiting) {
      const names = await this.redis.call((client) => client.spop(keys.detectionChanged, BATCH));
      if (names.length === 0) break;
      total += names.length;
      try {
        await this.copies.write(await this.read(names));
      } catch (error) {
        await this.redis.call((client) => client.sadd(keys.detectionChanged, ...names));
        throw error;
      }
    }
    return total;
  }

  private async read(names: readonly string[]): Promise<StateCopy[]> {
    const found = await Promise.all(
      names.map(async (name): Promise<StateCopy | null> => {
        const subject = subjectOf(name);
        const [detection, behaviour] = keysOf(subject);
        const [state, told] = await this.redis.call((client) =>
          Promise.all([client.hgetall(detection), client.exists(behaviour)]),
        );
        const at = Number(state['at'] ?? 0);
        return at === 0 ? null : { subject, state, at, multiplied: told === 1 };
      }),
    );
    return found.filter((copy) => copy !== null);
  }

  private async copyWhenDue(): Promise<void> {
    if (await this.copying.take(COPY_EVERY_MS)) await this.copy();
    if (await this.purging.take(PURGE_EVERY_MS)) await this.copies.purge(STATE_TTL_MS);
  }
}
