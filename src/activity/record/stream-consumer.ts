import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { isUnavailable } from '../../database/unavailable.js';
import { RedisConnection } from '../../redis/redis-connection.js';
import type { StoredEvent } from '../activity-event.js';
import { readStreamValue } from '../packing/stream-value.js';
import { EventWriter } from '../recorder/event-writer.js';
import { Backoff } from './backoff.js';
import { ConsumerGroup, entryTime, isGroupMissing, type StreamEntry } from './consumer-group.js';
import { EventFollowers } from './event-followers.js';
import { EventStore } from './event-store.js';

const BLOCK_MS = 1_000;
/** Shortest time between two batches that were not full, ms: company makes a transaction cheaper per event. */
const PACE_MS = 25;
/** An entry held this long without acknowledgement belongs to a consumer that died, ms. */
const CLAIM_IDLE_MS = 10_000;
const CLAIM_EVERY_MS = 5_000;
const CONNECTION_POLL_MS = 20;
const CLAIM_LIMIT = 100;
/** An entry that could not be kept in so many deliveries is put aside, so that it cannot hold up the log. */
const DELIVERIES_LIMIT = 5;

/** Why an entry was put aside: it is no event, or the database takes it in no delivery. */
type PutAsideCause = 'unreadable' | 'refused';

/**
 * Moves events from the stream into the record: read, COMMIT, then XACK. A consumer that dies in between has its
 * entries delivered to another, where their ids meet their own rows and nothing is doubled. While PostgreSQL is away
 * the batch waits here and the rest in the stream.
 *
 * Followers (detection, active subjects) see each event after it was committed, and only by the consumer whose insert
 * was the first: a kill between COMMIT and the followers skips them for that batch rather than counting it twice.
 */
@Injectable()
export class StreamConsumer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(StreamConsumer.name);
  private readonly stopping = new AbortController();
  private readonly backoff = new Backoff(this.stopping.signal);
  private running: Promise<void> | undefined;
  /** One per process start: whatever a dead one left unacknowledged is claimed by the others. */
  private readonly consumer = randomUUID();
  private claimAt = 0;
  private kept = 0;
  private lag = 0;
  private readonly aside = { unreadable: 0, refused: 0 };

  constructor(
    private readonly redis: RedisConnection,
    private readonly store: EventStore,
    private readonly followers: EventFollowers,
    private readonly writer: EventWriter,
  ) {}

  /** Age, ms, of the event kept last, when it was kept; on this process' clock. */
  get lagMs(): number {
    return this.lag;
  }

  /** Events kept since the start. */
  get total(): number {
    return this.kept;
  }

  /** Events put aside since the start, by cause. */
  get putAside(): Readonly<Record<PutAsideCause, number>> {
    return this.aside;
  }

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    // A blocked read must not hold the stop: at most one pause, then the connection goes with the module.
    await Promise.race([this.running, new Promise((resolve) => setTimeout(resolve, BLOCK_MS + PACE_MS))]);
  }

  private async run(): Promise<void> {
    let client = this.redis.dedicated();
    let group = new ConsumerGroup(client, this.consumer);
    let ready = false;
    while (!this.stopping.signal.aborted) {
      if (client.status === 'end') {
        client = this.redis.dedicated();
        group = new ConsumerGroup(client, this.consumer);
      }
      // Redis tells of its own absence (health); here it only means waiting.
      if (client.status !== 'ready') {
        ready = false;
        await this.backoff.pause(CONNECTION_POLL_MS);
        continue;
      }
      try {
        if (!ready) await group.create();
        ready = true;
        const startedAt = performance.now();
        const entries = await group.read(this.store.batchLimit, BLOCK_MS);
        await this.keep(group, entries);
        await this.claim(group);
        this.backoff.reset();
        if (entries.length > 0 && entries.length < this.store.batchLimit) {
          await this.backoff.pause(PACE_MS - (performance.now() - startedAt));
        }
      } catch (error) {
        if (isGroupMissing(error)) ready = false;
        else this.report('the activity stream cannot be read', error);
        await this.backoff.wait();
      }
    }
    client.disconnect();
  }

  /** Entries left by consumers that died, and those of one's own that failed. */
  private async claim(group: ConsumerGroup): Promise<void> {
    if (performance.now() < this.claimAt) return;
    this.claimAt = performance.now() + CLAIM_EVERY_MS;
    await this.keep(group, await group.claim(CLAIM_LIMIT, CLAIM_IDLE_MS));
  }

  private async keep(group: ConsumerGroup, entries: readonly StreamEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const { events, broken } = parse(entries);
    const { fresh, failed } = await this.insert(events);
    const refused = new Set(failed.map((event) => event.streamId));
    this.kept += fresh.length;
    const newest = fresh.at(-1);
    if (newest !== undefined) this.lag = Math.max(0, Date.now() - newest.time);
    // Before the acknowledgement: should it fail, the next delivery brings nothing fresh, and they would be skipped.
    if (fresh.length > 0) await this.followers.follow(fresh);
    const done = events.filter((event) => !refused.has(event.streamId)).map((event) => event.streamId);
    await group.acknowledge(done);
    for (const entry of broken) await this.bury(group, entry, 'unreadable');
    for (const entry of entries.filter((candidate) => refused.has(candidate.id))) {
      if ((await group.deliveries(entry.id)) >= DELIVERIES_LIMIT) await this.bury(group, entry, 'refused');
    }
  }

  /** What is not in the record is counted in it. */
  private async bury(group: ConsumerGroup, entry: StreamEntry, cause: PutAsideCause): Promise<void> {
    await group.bury(entry, cause);
    this.aside[cause] += 1;
    const data = { count: 1, cause };
    const event = { type: 'audit.dropped', outcome: 'error', actor: { kind: 'system' }, data } as const;
    this.writer.enqueue({ at: performance.now(), event });
  }

  /**
   * Keeps trying while the database is away. When it answers and still refuses the batch, some event in it is at
   * fault: halves are tried until it stands alone.
   */
  private async insert(events: readonly StoredEvent[]): Promise<{ fresh: StoredEvent[]; failed: StoredEvent[] }> {
    for (;;) {
      try {
        return { fresh: await this.store.insert(events), failed: [] };
      } catch (error) {
        if (isTransient(error)) {
          this.report('the activity record cannot be written', error);
          await this.backoff.wait();
          if (this.stopping.signal.aborted) throw error;
          continue;
        }
        if (events.length === 1) {
          this.report('an event cannot be kept', error);
          return { fresh: [], failed: [...events] };
        }
        const middle = events.length >> 1;
        const first = await this.insert(events.slice(0, middle));
        const second = await this.insert(events.slice(middle));
        return { fresh: [...first.fresh, ...second.fresh], failed: [...first.failed, ...second.failed] };
      }
    }
  }

  /** Once per spell of trouble: it goes on for as long as the other side is away. */
  private report(what: string, error: unknown): void {
    if (this.stopping.signal.aborted || this.backoff.failures > 0) return;
    this.logger.warn(`${what}: ${(error as Error).message}`);
  }
}

/** Class 40 is the database asking for another try (deadlock, serialisation). */
function isTransient(error: unknown): boolean {
  return isUnavailable(error) || String((error as NodeJS.ErrnoException).code).startsWith('40');
}

function parse(entries: readonly StreamEntry[]): { events: StoredEvent[]; broken: StreamEntry[] } {
  const events: StoredEvent[] = [];
  const broken: StreamEntry[] = [];
  for (const entry of entries) {
    const value = entry.fields['p'];
    const read = value === undefined ? null : readStreamValue(value);
    if (read === null) broken.push(entry);
    else events.push({ streamId: entry.id, time: entryTime(entry.id) - read.ageMs, event: read.event });
  }
  return { events, broken };
}
