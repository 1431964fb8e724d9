import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { BackgroundRedis } from '../../../redis/background-redis.js';
import { Lease } from '../../../redis/lease.js';
import { PeriodicWork } from '../../../schedule/periodic-work.js';
import { Detector } from '../evaluation/detector.js';
import { type KeptEvent, StoredEvents } from '../state/stored-events.js';
import { EvaluatedBatches, type Run } from './evaluated-batches.js';

const TICK_MS = 2_000;
/** One instance looks for gaps, this often. */
const LOOK_EVERY_MS = 4_500;
/** Events kept so long ago are nobody's any more: whoever kept them has died, or could not reach Redis, ms. */
const ABANDONED_MS = 10_000;
/** Events of a gap evaluated at once. */
const AT_ONCE = 500;

/**
 * Evaluates what was kept and not evaluated: a process died between COMMIT and the evaluation, or could not reach Redis.
 * It does so under the name that the first evaluation had, if that had begun, so that what counted does not count again.
 */
@Injectable()
export class GapFiller implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(GapFiller.name);
  private readonly lease: Lease;
  private readonly id = randomUUID();
  private readonly work = new PeriodicWork(
    TICK_MS,
    () => this.fillWhenDue(),
    (error) => this.logger.warn(`events that were not evaluated could not be looked for: ${error.message}`),
  );

  constructor(
    redis: BackgroundRedis,
    private readonly batches: EvaluatedBatches,
    private readonly stored: StoredEvents,
    private readonly detector: Detector,
  ) {
    this.lease = new Lease(redis, 'detection-gaps', this.id);
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  /**
   * Evaluates all gaps that are old enough; returns how many events were in them.
   * @param now unix ms, the database's clock.
   */
  async fill(now: number): Promise<number> {
    let total = 0;
    for (;;) {
      const { frontier, gap } = await this.batches.advance(await this.stored.head());
      if (gap === null) {
        await this.batches.forget(frontier - 100_000);
        return total;
      }
      const filled = await this.fillOne(gap, now);
      if (filled === null) return total;
      total += filled;
    }
  }

  /** Null when the gap is too young. */
  private async fillOne(gap: Run, now: number): Promise<number | null> {
    const begun = await this.batches.consumerOf(gap);
    // A batch that had begun is evaluated as it was cut.
    const part = begun?.run ?? { from: gap.from, to: Math.min(gap.to, gap.from + AT_ONCE - 1) };
    const events = await this.stored.between(part.from, part.to);
    const newest = events.at(-1);
    if (newest !== undefined && now - newest.logged < ABANDONED_MS) {
      const old = begun === null ? events.filter(({ logged }) => now - logged >= ABANDONED_MS) : [];
      const last = old.at(-1);
      if (last === undefined) return null;
      return this.evaluate(old, { from: part.from, to: last.seq }, `gaps.${this.id}`);
    }
    return this.evaluate(events, part, begun?.consumer ?? `gaps.${this.id}`);
  }

  private async evaluate(events: readonly KeptEvent[], run: Run, consumer: string): Promise<number> {
    if (events.length > 0) await this.detector.evaluateRun(events, { consumer, number: run.from });
    await this.batches.done(run);
    return events.length;
  }

  private async fillWhenDue(): Promise<void> {
    if (await this.lease.take(LOOK_EVERY_MS)) await this.fill(await this.stored.now());
  }
}
