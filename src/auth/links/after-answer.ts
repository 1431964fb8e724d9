import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

const PARALLEL = 2;
/** Works that wait at once; what comes beyond is dropped, for its asker can ask again. */
const CAPACITY = 1_000;

/**
 * Work that an answer must not wait for, because how long it takes would tell something: whether an account exists. It
 * begins when the answer is out, a few at a time.
 */
@Injectable()
export class AfterAnswer implements OnModuleDestroy {
  private readonly logger = new Logger(AfterAnswer.name);
  private readonly waiting: (() => Promise<void>)[] = [];
  private readonly running = new Set<Promise<void>>();
  private held = 0;

  do(reply: FastifyReply, work: () => Promise<void>): void {
    if (this.held >= CAPACITY) {
      this.logger.warn('too much work waits for answers: some of it is dropped');
      return;
    }
    this.held += 1;
    // Fires once, whether the answer was sent or its connection lost.
    reply.raw.once('close', () => {
      this.waiting.push(work);
      this.next();
    });
  }

  /** What was promised in an answer is done before the stores close. */
  async onModuleDestroy(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  private next(): void {
    if (this.running.size >= PARALLEL) return;
    const work = this.waiting.shift();
    if (!work) return;
    const run = this.run(work).finally(() => {
      this.running.delete(run);
      this.held -= 1;
      this.next();
    });
    this.running.add(run);
  }

  private async run(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error(error instanceof Error ? error.stack : String(error));
    }
  }
}
