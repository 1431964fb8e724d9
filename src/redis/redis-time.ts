import type { RedisClient } from './redis-client.js';

/** Unix ms on Redis' clock, the one clock of the record: instances may disagree about the time. */
export async function redisTime(client: RedisClient): Promise<number> {
  const [seconds, microseconds] = (await client.time()) as unknown as [string, string];
  return Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
}
