import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { newId } from '../../ids/new-id.js';
import { keys } from '../../redis/keys.js';
import type { ActivityEvent, PendingEvent } from '../activity-event.js';
import { BackgroundRedis } from '../../redis/background-redis.js';
import { loadScript } from '../../redis/redis-script.js';
import { setAge, streamValue } from '../packing/stream-value.js';
import { bounded } from './bounded-event.js';
import { CallerCipher } from './caller-cipher.js';
import { NetworkPlaces } from './network-places.js';
import { RingBuffer } from './ring-buffer.js';

/** Events waiting for Redis at most: some seconds of the hardest load, about 30 MB. */
const SPOOL_CAPACITY = 50_000;
const BATCH_LIMIT = 500;
/** Events of one script, which keeps Redis from everybody else for some 0.2 ms; those of a batch are sent together. */
const SCRIPT_LIMIT = 100;
/** Longest time an event waits for company, ms: what a kill -9 can lose. */
const FLUSH_INTERVAL_MS = 5;
const RETRY_MS = 100;
const SHUTDOWN_FLUSH_MS = 1_500;

const appendEvents = loadScript(new URL('./append-events-1.lua', import.meta.url));

interface Entry {
  at: number;
  value: Buffer;
}

/**
 * Takes events in memory (about a microsecond, on the request's path) and writes them to the stream in
 * batches. While Redis is away events wait within a bound; beyond it they are counted, and the count is recorded as
 * `audit.dropped` once Redis is back. A batch whose answer was lost is written again under the same event ids, which
 * the record keeps once.
 */
@Injectable()
export class EventWriter implements OnApplicationShutdown {
  private readonly logger = new Logger(EventWriter.name);
  private readonly ring = new RingBuffer<PendingEvent>(SPOOL_CAPACITY);
  private batch: Entry[] = [];
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> | undefined;
  private unreported = 0;
  private total = 0;
  private failing = false;
  private closed = false;

  constructor(
    private readonly redis: BackgroundRedis,
    private readonly cipher: CallerCipher,
    private readonly places: NetworkPlaces,
  ) {}

  /** Events given up since the start, because the spool was full. */
  get dropped(): number {
    return this.total;
  }

  /** Events in memory, not yet in Redis. */
  get waiting(): number {
    return this.ring.size + this.batch.length;
  }

  enqueue(pending: PendingEvent): void {
    if (!this.ring.push(pending)) {
      this.unreported += 1;
      this.total += 1;
      return;
    }
    if (this.failing) return;
    if (this.timer === undefined) this.schedule(FLUSH_INTERVAL_MS);
    else if (this.ring.size === BATCH_LIMIT) this.schedule(0);
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    const deadline = performance.now() + SHUTDOWN_FLUSH_MS;
    while (this.waiting > 0 && performance.now() < deadline) {
      await this.flush();
      if (this.failing) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (this.waiting > 0) this.logger.error(`${this.waiting} events could not be written before the stop`);
  }

  private schedule(delay: number): void {
    clearTimeout(this.timer);
    if (this.closed) return;
    this.timer = setTimeout(() => void this.flush(), delay).unref();
  }

  private flush(): Promise<void> {
    this.flushing ??= this.drain().finally(() => {
      this.flushing = undefined;
      this.timer = undefined;
      if (this.waiting > 0) this.schedule(this.failing ? RETRY_MS : FLUSH_INTERVAL_MS);
    });
    return this.flushing;
  }

  private async drain(): Promise<void> {
    while (this.waiting > 0) {
      if (this.batch.length === 0) this.batch = this.ring.take(BATCH_LIMIT).map((pending) => this.complete(pending));
      if (!(await this.send(this.batch))) return;
      this.batch = [];
      this.reportDropped();
    }
  }

  /** False when Redis did not confirm every entry; the whole batch is then due again. */
  private async send(batch: readonly Entry[]): Promise<boolean> {
    try {
      const now = performance.now();
      const scripts: Promise<unknown>[] = [];
      for (let first = 0; first < batch.length; first += SCRIPT_LIMIT) {
        const part = batch.slice(first, first + SCRIPT_LIMIT);
        for (const { at, value } of part) setAge(value, now - at);
        const values = part.map(({ value }) => value);
        scripts.push(this.redis.run(appendEvents, [keys.activityStream], values));
      }
      await Promise.all(scripts);
      if (this.failing) this.logger.log('events reach Redis again');
      this.failing = false;
    } catch (error) {
      if (!this.failing) this.logger.warn(`events wait in memory: ${(error as Error).message}`);
      this.failing = true;
    }
    return !this.failing;
  }

  private reportDropped(): void {
    if (this.unreported === 0) return;
    const count = this.unreported;
    const event = { type: 'audit.dropped', outcome: 'error', actor: { kind: 'system' } } as const;
    const data = { count, cause: 'spool_full' };
    if (this.ring.push({ at: performance.now(), event: { ...event, data } })) this.unreported = 0;
  }

  private complete({ at, id, event, network, userAgent }: PendingEvent): Entry {
    const named = event.actor.kind !== 'anonymous' && event.type !== 'auth.login.success';
    const complete: ActivityEvent = { v: 1, id: id ?? newId(), ...event };
    if (network !== undefined) complete.net = this.cipher.network(network);
    if (network !== undefined && !named) complete.src = this.cipher.seal(network);
    // Nobody asks where a caller without an account is.
    if (network !== undefined && event.actor.id !== undefined) Object.assign(complete, this.places.of(network));
    if (userAgent !== undefined) complete.ua = this.cipher.userAgent(userAgent);
    return { at, value: streamValue(bounded(complete)) };
  }
}
