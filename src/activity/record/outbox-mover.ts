import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Backoff } from './backoff.js';
import { EventFollowers } from './event-followers.js';
import { EventStore } from './event-store.js';

/** Critical events are kept already; this is how long they take to show in the record, ms. */
const POLL_MS = 500;

/** Moves critical events, stored with the change they describe, from the outbox into the record. */
@Injectable()
export class OutboxMover implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(OutboxMover.name);
  private readonly stopping = new AbortController();
  private readonly backoff = new Backoff(this.stopping.signal);
  private running: Promise<void> | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly followers: EventFollowers,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        const moved = await this.store.drainOutbox();
        this.backoff.reset();
        if (moved.length > 0) await this.followers.follow(moved, 'outbox');
        else await this.backoff.pause(POLL_MS);
      } catch (error) {
        if (this.backoff.failures === 0) this.logger.warn(`the outbox waits: ${(error as Error).message}`);
        await this.backoff.wait();
      }
    }
  }
}
