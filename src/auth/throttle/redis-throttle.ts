import { randomUUID } from 'node:crypto';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { loadScript } from '../../redis/redis-script.js';
import type { BackoffRule, Taken, Throttle, WindowRule } from './throttle.js';

const backoffScript = loadScript(new URL('./backoff-1.lua', import.meta.url));
const windowScript = loadScript(new URL('./window-1.lua', import.meta.url));

/** Counters in Redis, each judged and raised in one script. Taking throws RedisUnavailable; giving back never does. */
export class RedisThrottle implements Throttle {
  constructor(private readonly redis: RedisConnection) {}

  async backoff(key: string, rule: BackoffRule): Promise<Taken> {
    const args = ['take', rule.free, rule.longestMs, rule.forgetMs];
    const [allowed, time = 0, before = 0] = (await this.redis.run(backoffScript, [key], args)) as number[];
    if (allowed !== 1) return { allowed: false, waitMs: time };
    return {
      allowed: true,
      undo: () => quietly(this.redis.run(backoffScript, [key], ['undo', time, before])),
    };
  }

  async window(key: string, rule: WindowRule): Promise<Taken> {
    const id = randomUUID();
    const answer = await this.redis.run(windowScript, [key], [rule.limit, rule.windowMs, id]);
    const [allowed, waitMs = 0] = answer as number[];
    if (allowed !== 1) return { allowed: false, waitMs };
    return { allowed: true, undo: () => quietly(this.redis.call((client) => client.zrem(key, id), key)) };
  }

  clear(key: string): Promise<void> {
    return quietly(this.redis.call((client) => client.del(key), key));
  }
}

/** What cannot be given back lapses by itself. */
async function quietly(work: Promise<unknown>): Promise<void> {
  await work.catch(() => undefined);
}
