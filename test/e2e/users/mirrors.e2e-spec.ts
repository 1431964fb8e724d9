import type { Redis } from 'ioredis';
import { parseRedisUrl } from '../../../src/config/redis-url.js';
import { RedisConnection } from '../../../src/redis/redis-connection.js';
import { Mirrors } from '../../../src/users/mirrors.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';

const userId = '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e';
const key = `{u:${userId}}:session:0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c`;
const entry = (version: number, status = 'live') => ({ key, text: `${version}|${status}|1|2|3` });

describeOnce('mirrors in Redis', () => {
  let server: RedisServer;
  let connection: RedisConnection;
  let mirrors: Mirrors;
  let inspector: Redis;

  beforeEach(async () => {
    server = await startRedis();
    connection = new RedisConnection(parseRedisUrl(server.url));
    await connection.connect(5_000);
    mirrors = new Mirrors(connection);
    inspector = server.client();
  });
  afterEach(async () => {
    mirrors.onApplicationShutdown();
    inspector.disconnect();
    connection.close();
    await server.stop();
  });

  /** Written at the latest after a retry: a crowded machine may miss Redis' deadline. */
  const publish = async (version: number, status?: string) => {
    await mirrors.publish(userId, [entry(version, status)]);
    await until('it is written', () => !mirrors.stale(userId));
  };

  it('never go back: a slow reader cannot bring to life what has ended', async () => {
    await publish(5, 'ended');
    await mirrors.refill([entry(4)], performance.now());
    expect(await inspector.get(key)).toBe('5|ended|1|2|3');
    await publish(10);
    expect(await inspector.get(key)).toBe('10|live|1|2|3');
  });

  it('live 30 s at most', async () => {
    await publish(1);
    const ttl = await inspector.pttl(key);
    expect(ttl).toBeGreaterThan(0);
    expect(ttl).toBeLessThanOrEqual(30_000);
  });

  it('are not written from a row that was read long ago: its tombstone may have lapsed', async () => {
    await mirrors.refill([entry(1)], performance.now() - 10_001);
    expect(await inspector.exists(key)).toBe(0);
  });

  it('replace what this version did not write', async () => {
    await inspector.set(key, 'something else');
    await publish(1);
    expect(await inspector.get(key)).toBe('1|live|1|2|3');
  });

  it('are known to be behind while a change could not reach them, and catch up with the newest', async () => {
    server.kill('SIGSTOP');
    await mirrors.publish(userId, [entry(2)]);
    await mirrors.publish(userId, [entry(3, 'ended')]);
    await mirrors.publish(userId, [entry(1)]);
    expect(mirrors.stale(userId)).toBe(true);
    expect(mirrors.stale('0197f0a2-0000-7a61-9d0b-3f0f4a1c2b7e')).toBe(false);
    server.kill('SIGCONT');
    await until('the rewrite is through', () => !mirrors.stale(userId));
    expect(await inspector.get(key)).toBe('3|ended|1|2|3');
  });
});
