import { Injectable } from '@nestjs/common';
import type { RedisClient } from './redis-client.js';
import { RedisConnection } from './redis-connection.js';
import type { RedisScript } from './redis-script.js';
import { RedisUnavailable } from './redis-unavailable.js';

/** Work in the background can wait; a Redis silent for so long is not well, ms. */
const ANSWER_TIMEOUT_MS = 1_000;

/**
 * Redis for the work behind the requests: a connection of its own, so that large batches never stand before a limit
 * decision, and a patient deadline that does not touch the breaker, so that slow background work never makes the
 * limiter believe Redis is away.
 */
@Injectable()
export class BackgroundRedis {
  private current: RedisClient;

  constructor(private readonly redis: RedisConnection) {
    this.current = redis.dedicated();
  }

  /** Read it at each use: a client that ended for good is replaced. */
  get client(): RedisClient {
    if (this.current.status === 'end') this.current = this.redis.dedicated();
    return this.current;
  }

  /** @throws RedisUnavailable when there is no connection or no answer in time; the reply's error otherwise. */
  async call<T>(command: (client: RedisClient) => Promise<T>): Promise<T> {
    const { client } = this;
    if (client.status !== 'ready') throw new RedisUnavailable('not connected');
    let timer: NodeJS.Timeout | undefined;
    const expiry = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new RedisUnavailable(`no answer within ${ANSWER_TIMEOUT_MS} ms`));
      }, ANSWER_TIMEOUT_MS);
    });
    return Promise.race([command(client), expiry]).finally(() => clearTimeout(timer));
  }

  /** Runs a script by its hash, or by its text where Redis does not know it (yet, or after a restart). */
  async run(
    script: RedisScript,
    keys: readonly string[],
    args: readonly (string | number | Buffer)[],
  ): Promise<unknown> {
    return this.call(async (client) => {
      try {
        return await client.evalsha(script.sha, script.keyCount, ...keys, ...args);
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
        return client.eval(script.source, script.keyCount, ...keys, ...args);
      }
    });
  }
}
