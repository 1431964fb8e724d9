import { Injectable, Logger } from '@nestjs/common';
import { Configuration } from '../../config/configuration.js';
import { keys } from '../../redis/keys.js';
import { BackgroundRedis } from '../../redis/background-redis.js';
import { redisTime } from '../../redis/redis-time.js';
import { EventWriter } from '../recorder/event-writer.js';
import { ConsumerGroup } from './consumer-group.js';

/** Entries that the stream holds at most: about 500 MB. */
const LENGTH_LIMIT = 1_000_000;
const DAY_MS = 86_400_000;
/** A consumer silent for so long, with nothing in its hands, will not come back, ms. */
const CONSUMER_IDLE_MS = 3_600_000;

/**
 * Keeps the stream within its days and its length. What was not yet kept in the database is cut only when the stream
 * is full, and then counted: the loss is in the record itself (`audit.dropped`).
 */
@Injectable()
export class StreamTrimmer {
  private readonly logger = new Logger(StreamTrimmer.name);
  private total = 0;

  constructor(
    private readonly redis: BackgroundRedis,
    private readonly configuration: Configuration,
    private readonly writer: EventWriter,
  ) {}

  /** Events given up since the start, because the stream was full. */
  get dropped(): number {
    return this.total;
  }

  async trim(): Promise<void> {
    const group = new ConsumerGroup(this.redis.client, '');
    const backlog = await this.redis.call(() => group.backlog());
    if (backlog === null) return;
    const hot = (await this.redis.call(redisTime)) - this.configuration.settings.ACTIVITY_HOT_DAYS * DAY_MS;
    const oldest = Math.min(hot, backlog.keptUpTo);
    await this.redis.call((client) => client.xtrim(keys.activityStream, 'MINID', '~', `${oldest}-0`));
    const length = await this.redis.call((client) => client.xlen(keys.activityStream));
    if (length > LENGTH_LIMIT) {
      const waiting = (backlog.undelivered ?? 0) + backlog.pending;
      await this.redis.call((client) => client.xtrim(keys.activityStream, 'MAXLEN', LENGTH_LIMIT));
      this.report(waiting - LENGTH_LIMIT);
    }
    await this.redis.call(() => group.forgetIdleConsumers(CONSUMER_IDLE_MS));
  }

  private report(count: number): void {
    if (count <= 0) return;
    this.total += count;
    this.logger.error(`${count} events were cut from the full stream before the database could take them`);
    const data = { count, cause: 'stream_full' };
    const event = { type: 'audit.dropped', outcome: 'error', actor: { kind: 'system' }, data } as const;
    this.writer.enqueue({ at: performance.now(), event });
  }
}
