import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Pause } from '../../../mail/sending/pause.js';
import { Composer } from '../grouping/composer.js';
import type { Outcome } from './attempt.js';
import { ChannelTransport } from './channel-transport.js';
import { DeliveryAttempts } from './delivery-attempts.js';
import { DeliveryQueue, type TakenDelivery } from './delivery-queue.js';

/** Messages on their way at once, of this instance: each of another channel. */
const AT_ONCE = 16;
const POLL_MS = 500;
const DATABASE_PAUSE_MS = 3_000;
/** At shutdown, messages on their way get this long, ms. */
const FINISH_MS = 2_000;

/** Composes what is due and sends what waits, until the process stops. Who hangs is not waited for. */
@Injectable()
export class DeliverySender implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(DeliverySender.name);
  private readonly pause = new Pause();
  private readonly stopping = new AbortController();
  private readonly underWay = new Set<Promise<unknown>>();
  private running: Promise<void> | undefined;
  private failing = false;

  constructor(
    private readonly composer: Composer,
    private readonly queue: DeliveryQueue,
    private readonly transport: ChannelTransport,
    private readonly attempts: DeliveryAttempts,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.pause.stop();
    const force = setTimeout(() => this.stopping.abort(), FINISH_MS);
    await this.running;
    await Promise.all(this.underWay);
    clearTimeout(force);
  }

  /** Sends one message now and tells what came of it; null when somebody else has taken it. */
  async sendNow(id: string): Promise<Outcome | null> {
    const taken = await this.queue.takeOne(id);
    return taken === undefined ? null : this.deliver(taken);
  }

  private async run(): Promise<void> {
    while (!this.pause.stopped) {
      try {
        const worked = await this.round();
        this.failing = false;
        if (!worked) await this.pause.for(POLL_MS);
      } catch (error) {
        // The database is away; its own alarm tells of that.
        if (!this.failing) this.logger.warn(`alert messages wait: ${(error as Error).message}`);
        this.failing = true;
        await this.pause.for(DATABASE_PAUSE_MS);
      }
    }
  }

  private async round(): Promise<boolean> {
    const composed = await this.composer.composeNext();
    const room = AT_ONCE - this.underWay.size;
    const taken = room > 0 ? await this.queue.take(room) : [];
    for (const delivery of taken) {
      const work = this.deliver(delivery)
        .catch((error: Error) => this.logger.warn(`message ${delivery.row.id} is not settled: ${error.message}`))
        .finally(() => this.underWay.delete(work));
      this.underWay.add(work);
    }
    return composed || taken.length > 0;
  }

  private async deliver(taken: TakenDelivery): Promise<Outcome> {
    const startedAt = performance.now();
    const transported = await this.transport.carry(taken, this.stopping.signal);
    if (transported.outcome.result === 'stopped') await this.queue.release(taken);
    else await this.attempts.settle(taken, transported, performance.now() - startedAt);
    return transported.outcome;
  }
}
