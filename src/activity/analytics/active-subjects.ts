import { keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { BackgroundRedis } from '../../redis/background-redis.js';
import type { StoredEvent } from '../activity-event.js';
import { redisTime } from '../redis-time.js';
import { subjectOf } from './rollup.js';

const WINDOW_MS = 60_000;
/** The set goes with the traffic: this long after the last accepted request it is gone, seconds. */
const TTL_S = 120;

/**
 * Notes who had a limited request accepted, in one sorted set by time that holds nobody for longer than the window: as
 * large as the number of callers within one minute, whatever the number of accounts.
 */
export async function recordActiveSubjects(redis: BackgroundRedis, events: readonly StoredEvent[]): Promise<void> {
  const latest = new Map<string, number>();
  let newest = 0;
  for (const { event, time } of events) {
    newest = Math.max(newest, time);
    if (event.decision?.allowed !== true) continue;
    const subject = subjectOf(event);
    if (subject !== null) latest.set(subject, Math.max(time, latest.get(subject) ?? 0));
  }
  if (latest.size === 0) return;
  const members = [...latest].flatMap(([subject, time]) => [time, subject]);
  await redis.call(async (client) => {
    await client.zadd(keys.activeSubjects, 'GT', ...members);
    await client.zremrangebyscore(keys.activeSubjects, '-inf', newest - WINDOW_MS);
    await client.expire(keys.activeSubjects, TTL_S);
  });
}

/** Subjects with an accepted limited request in the last 60 s on Redis' clock. */
export function countActiveSubjects(redis: RedisConnection): Promise<number> {
  return redis.call(async (client) => {
    const now = await redisTime(client);
    return client.zcount(keys.activeSubjects, now - WINDOW_MS, '+inf');
  });
}
