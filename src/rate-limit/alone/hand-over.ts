import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { hashTag } from '../../redis/hash-slot.js';
import type { SubjectTag } from '../../redis/keys.js';
import { RedisConnection } from '../../redis/redis-connection.js';
import { loadScript } from '../../redis/redis-script.js';
import type { FurtherLogs } from '../decision.js';
import { LocalLimiter } from './local-limiter.js';
import { logsOf } from '../log/subject-logs.js';

const handOverScript = loadScript(new URL('./hand-over-1.lua', import.meta.url));

/** Logs handed over at once when Redis is back: requests come in between. */
const AT_ONCE = 16;
/**
 * How long an instance still takes no more than its share after it has handed a subject's logs over, ms. Instances notice
 * at different times that Redis is back: by then the others have handed over too, and nobody counts on a log that lacks
 * what they admitted.
 */
const SETTLE_MS = 1_000;

/**
 * Brings what this process admitted alone into the shared logs when Redis is back: without it an outage would hand out
 * each window twice, once alone and once more from a log that knows nothing of it. Each log goes twice: when Redis is
 * back, and after `SETTLE_MS` with what may have been admitted alone meanwhile; then the shared log decides again. Between
 * the two a request passes only if both allow it, this instance's share and the shared log (LimitDecider). An instance
 * that is cut off from Redis for longer than the others brings its part late, and no more than that is admitted twice.
 * A hand-over whose answer was lost is made again, so an entry may count twice, never not at all.
 */
@Injectable()
export class HandOver implements OnModuleInit, OnApplicationShutdown {
  private readonly underWay = new Map<string, Promise<boolean>>();
  /** By subject (hash tag): since when it settles, monotonic, ms. All logs of a subject settle together. */
  private readonly settling = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly redis: RedisConnection,
    private readonly local: LocalLimiter,
  ) {}

  onModuleInit(): void {
    this.redis.onRecovered(() => void this.all());
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
  }

  /**
   * Asked before each decision on the log under this Redis key.
   * @returns null: the shared log decides, as always while Redis is well; else whether it does.
   * @throws RedisUnavailable when Redis is not back: the process must go on alone.
   */
  before(log: string): Promise<boolean> | null {
    if (this.local.subjects === 0) return null;
    return this.underWay.get(log) ?? (this.local.has(log) ? this.go(log) : null);
  }

  /** The same for all logs in which a charge counts. */
  beforeAll(tag: SubjectTag, charge: FurtherLogs): Promise<boolean> | null {
    if (this.local.subjects === 0) return null;
    const asked = logsOf(tag, charge).map(([, log]) => this.before(log));
    if (asked.every((one) => one === null)) return null;
    return Promise.all(asked).then((decides) => decides.every((one) => one !== false));
  }

  /** True while Redis knows what was admitted here on this subject, and may not know it of the other instances yet. */
  isSettling(tag: SubjectTag): boolean {
    return this.settling.has(hashTag(tag));
  }

  /** Redis did not answer for this subject: what is admitted from now on must be handed over anew. */
  lost(tag: SubjectTag): void {
    this.settling.delete(hashTag(tag));
  }

  /** Until nothing is left: what could not be brought, because a shard is still away or did not answer, is tried again. */
  private async all(): Promise<void> {
    clearTimeout(this.timer);
    const logs = this.local.logKeys();
    for (let index = 0; index < logs.length && this.redis.status !== 'unavailable'; index += AT_ONCE) {
      await Promise.allSettled(logs.slice(index, index + AT_ONCE).map((log) => this.before(log)));
    }
    clearTimeout(this.timer);
    if (this.local.subjects > 0) this.timer = setTimeout(() => void this.all(), SETTLE_MS).unref();
  }

  private go(log: string): Promise<boolean> {
    const subject = hashTag(log);
    const told = this.local.sinceHandedOver(log);
    const now = performance.now();
    const since = this.settling.get(subject) ?? now;
    this.settling.set(subject, since);
    const last = now - since >= SETTLE_MS;
    if (!last && told !== null && told <= now - since) return Promise.resolve(false);
    const work = this.send(log, last).finally(() => this.underWay.delete(log));
    this.underWay.set(log, work);
    return work;
  }

  private async send(log: string, last: boolean): Promise<boolean> {
    const { ages, keepMs } = this.local.admitted(log);
    if (ages.length > 0) {
      const packed = Buffer.alloc(ages.length * 4);
      for (const [index, age] of ages.entries()) packed.writeUInt32BE(age, index * 4);
      await this.redis.run(handOverScript, [log], [packed, keepMs]).catch((error: unknown) => {
        this.settling.delete(hashTag(log));
        throw error;
      });
    }
    this.local.handedOver(log, ages.length, last);
    if (this.local.subjects === 0) this.settling.clear();
    return last;
  }
}
