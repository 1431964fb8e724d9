import type { Redis } from 'ioredis';
import { keys, type SubjectTag, userTag } from '../../../src/redis/keys.js';
import { RedisConnection } from '../../../src/redis/redis-connection.js';
import { HandOver } from '../../../src/rate-limit/alone/hand-over.js';
import { Instances } from '../../../src/rate-limit/instances/instances.js';
import { LocalLimiter } from '../../../src/rate-limit/alone/local-limiter.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';

const WRAP = 2 ** 32;
const limits = { limit: 50, windowMs: 60_000, burst: 50, burstWindowMs: 10_000, pauseMs: 1_000 };

/** What an instance admitted alone reaches the shared log. */
describeOnce('the hand-over', () => {
  let server: RedisServer;
  let look: Redis;
  let connection: RedisConnection;
  let local: LocalLimiter;
  let handOver: HandOver;

  beforeAll(async () => {
    server = await startRedis();
    look = server.client();
    look.on('error', () => undefined);
    connection = new RedisConnection({ kind: 'socket', path: server.socket });
    await connection.connect(2_000);
    local = new LocalLimiter(new Instances(connection));
    handOver = new HandOver(connection, local);
    handOver.onModuleInit();
  });
  afterAll(async () => {
    connection.close();
    look.disconnect();
    await server.stop();
  });

  const admit = (tag: SubjectTag, times: number) => {
    for (let i = 0; i < times; i += 1) local.decide(tag, limits, { cost: 1, policy: null }, { behaviour: 'ignored' });
  };
  /** Hands a log over until the shared one decides. */
  const handedOver = (log: string) => until('the shared log decides', () => handOver.before(log) ?? true);
  /** Ages, ms, of the entries of a log, oldest first. */
  const ages = async (key: string): Promise<number[]> => {
    const [bytes, [seconds, micros]] = await Promise.all([
      look.getBuffer(key),
      look.time() as unknown as [string, string],
    ]);
    const now = Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
    const log = bytes ?? Buffer.alloc(0);
    return Array.from({ length: log.length / 4 }, (_, i) => (((now - log.readUInt32BE(i * 4)) % WRAP) + WRAP) % WRAP);
  };
  /** A log whose entries are so old, ms. */
  const write = async (key: string, entries: readonly number[]) => {
    const [seconds] = (await look.time()) as unknown as [string, string];
    const log = Buffer.alloc(entries.length * 4);
    for (const [i, age] of entries.entries()) log.writeUInt32BE((Number(seconds) * 1000 - age) % WRAP, i * 4);
    await look.set(key, log, 'PX', 90_000);
  };

  it('puts entries where they belong, and leaves those that Redis has', async () => {
    const tag = userTag('merge');
    const log = keys.limitLog(tag);
    await write(log, [50_000, 20_000, 10_000]);
    admit(tag, 4);
    await handedOver(log);
    const found = await ages(log);
    expect(found).toHaveLength(7);
    expect(found).toEqual(found.toSorted((a, b) => b - a));
    expect(found.slice(-4).every((age) => age < 5_000)).toBe(true);
    expect(await look.pttl(log)).toBeGreaterThan(80_000);
    expect(local.has(log)).toBe(false);
    expect(handOver.before(log)).toBeNull();
  });

  it('keeps the order when Redis was written to meanwhile, or is ahead of its clock', async () => {
    const tag = userTag('ahead');
    const log = keys.limitLog(tag);
    admit(tag, 3);
    await write(log, [30_000, -2_000]);
    await handedOver(log);
    const bytes = (await look.getBuffer(log)) as Buffer;
    const times = Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readUInt32BE(i * 4));
    expect(times).toHaveLength(5);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('is made once for all who ask at the same time', async () => {
    const tag = userTag('together');
    const log = keys.limitLog(tag);
    admit(tag, 5);
    await Promise.all(Array.from({ length: 8 }, () => handedOver(log)));
    expect(await ages(log)).toHaveLength(5);
  });

  it('goes on alone for a moment, and brings what was admitted in it too', async () => {
    const tag = userTag('settling');
    const log = keys.limitLog(tag);
    admit(tag, 3);
    expect(await handOver.before(log)).toBe(false);
    expect(await ages(log)).toHaveLength(3);
    admit(tag, 2);
    expect(await handOver.before(log)).toBe(false);
    expect(await ages(log)).toHaveLength(3);
    await handedOver(log);
    expect(await ages(log)).toHaveLength(5);
  });

  it('comes to its end for all logs of a subject at once, however the caller goes on meanwhile', async () => {
    const tag = userTag('policies');
    const charge = { cost: 1, policy: 'exports' };
    const further = [{ name: 'exports', limit: 50, windowMs: 60_000, shadow: false, log: 'route' as const }];
    const alone = () => local.decide(tag, { ...limits, further }, charge, { behaviour: 'ignored' });
    const [own, route] = [keys.limitLog(tag), keys.routeLog(tag, 'exports')];
    admit(tag, 1);
    expect(await handOver.before(own)).toBe(false);
    await until('a good part of the time is over', () => (local.sinceHandedOver(own) ?? 0) > 300);
    let made = 1;
    await until('the shared logs decide', async () => {
      if ((await handOver.beforeAll(tag, charge)) ?? true) return true;
      alone();
      made += 1;
      return false;
    });
    expect(handOver.beforeAll(tag, charge)).toBeNull();
    expect(await ages(own)).toHaveLength(made);
    expect(await ages(route)).toHaveLength(made - 1);
  });

  it('leaves what it cannot bring, and brings all of it when Redis is back', async () => {
    const tags = Array.from({ length: 40 }, (_, i) => userTag(`back-${i}`));
    for (const tag of tags) admit(tag, 2);
    server.kill('SIGKILL');
    await until('Redis is known to be away', async () => {
      const failed = await handOver.before(keys.limitLog(userTag('back-0')))?.then(
        () => false,
        () => true,
      );
      return failed === true && connection.status === 'unavailable';
    });
    expect(local.subjects).toBeGreaterThanOrEqual(40);
    await server.restart();
    await until('all is handed over', () => local.subjects === 0);
    for (const tag of tags) expect(await ages(keys.limitLog(tag))).toHaveLength(2);
  });
});
