import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RedisConnection } from '../redis/redis-connection.js';
import { loadScript } from '../redis/redis-script.js';
import { LocalLimiter } from './local-limiter.js';

const handOverScript = loadScript(new URL('./hand-over-1.lua', import.meta.url));

/** Logs handed over at once when Redis is back: requests come in between. */
const AT_ONCE = 16;

/**
 * Brings what this process admitted alone into the shared logs when Redis is back: without it an outage would hand out
 * each window twice, once alone and once more from a log that knows nothing of it. All logs go when the breaker closes;
 * one that a caller asks for first goes before the caller's decision, on the same connection. A hand-over whose answer was
 * lost is made again, so an entry may count twice, never not at all.
 */
@Injectable()
export class HandOver implements OnModuleInit {
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly redis: RedisConnection,
    private readonly local: LocalLimiter,
  ) {}

  onModuleInit(): void {
    this.redis.onRecovered(() => void this.all());
  }

  /**
   * Before a shared decision on the log under this Redis key.
   * @returns null when there is nothing to wait for, as always while Redis is well.
   * @throws RedisUnavailable when Redis is not back: the process must go on alone.
   */
  before(log: string): Promise<void> | null {
    if (this.local.subjects === 0) return null;
    return this.underWay.get(log) ?? (this.local.has(log) ? this.one(log) : null);
  }

  private async all(): Promise<void> {
    const logs = this.local.logKeys();
    try {
      for (let index = 0; index < logs.length; index += AT_ONCE) {
        await Promise.all(logs.slice(index, index + AT_ONCE).map((log) => this.before(log)));
      }
    } catch {
      // Away again: what is left goes next time.
    }
  }

  private one(log: string): Promise<void> {
    const work = this.send(log).finally(() => this.underWay.delete(log));
    this.underWay.set(log, work);
    return work;
  }

  private async send(log: string): Promise<void> {
    const { ages, keepMs } = this.local.admitted(log);
    if (ages.length > 0) {
      const packed = Buffer.alloc(ages.length * 4);
      for (const [index, age] of ages.entries()) packed.writeUInt32BE(age, index * 4);
      await this.redis.run(handOverScript, [log], [packed, keepMs]);
    }
    this.local.handedOver(log);
  }
}
