import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { ActivityEvent } from '../../../src/activity/activity-event.js';
import { GENESIS } from '../../../src/activity/audit/chain/audit-record.js';
import { ChainCheck } from '../../../src/activity/audit/verify/chain-check.js';
import { streamValue } from '../../../src/activity/packing/stream-value.js';
import { keys } from '../../../src/redis/keys.js';
import { api, type Api, loginAdmin, register } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.js';
import { ActivityRecord } from '../../support/record.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';
import { type Service, startService } from '../../support/service.js';

/** Of kills of each kind: bench/activity/kills.mjs has twenty, under load. */
const ROUNDS = 2;

/** The way from the stream into the database, with everything on it failing in turn. */
describeOnce('the record', () => {
  let redis: RedisServer;
  let postgres: PostgresServer;
  let settings: Record<string, string>;
  let look: Redis;
  const running: Service[] = [];

  beforeAll(async () => {
    [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
    settings = {
      REDIS_URL: redis.url,
      DATABASE_URL: postgres.url,
      JWT_SECRET: 'mW3k8vR1xT5nB7qZ0yL4cD9fG2hJ6pS-record-test',
    };
    look = redis.client();
    look.on('error', () => undefined);
  });
  afterEach(async () => {
    for (const service of running.splice(0)) await service.stop();
  });
  afterAll(async () => {
    look.disconnect();
    await redis.stop();
    await postgres.stop();
  });

  async function start(): Promise<{ service: Service; client: Api }> {
    const service = await startService(settings);
    running.push(service);
    return { service, client: api(service) };
  }

  /** Sends requests and returns their ids. */
  async function send(client: Api, count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, () => randomUUID());
    await Promise.all(ids.map((id) => client.get('/health/live', { headers: { 'x-request-id': id } })));
    return ids;
  }

  async function recorded(ids: readonly string[]): Promise<string[]> {
    const record = await ActivityRecord.open(postgres.url);
    try {
      const rows = await record.ofRequests(ids);
      return rows.map((row) => row.event.corr as string).toSorted();
    } finally {
      await record.close();
    }
  }

  const all = (ids: readonly string[]) =>
    until(`${ids.length} events`, async () => (await recorded(ids)).length >= ids.length, 25_000);

  async function pending(): Promise<number> {
    const [count] = (await look.xpending(keys.activityStream, 'record')) as [number];
    return count;
  }

  it('loses and doubles nothing when a service is killed, its consumer between COMMIT and XACK', async () => {
    const ids: string[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const killed = await start();
      // Redis refuses the acknowledgement and nothing else: what follows the COMMIT never takes place.
      await look.call('ACL', 'SETUSER', 'default', '-xack');
      const kept = await send(killed.client, 25);
      await all(kept);
      expect(await pending()).toBeGreaterThanOrEqual(25 * round);
      // Of these Redis is known to have all, the record whatever was kept until then.
      const before = await look.xlen(keys.activityStream);
      ids.push(...kept, ...(await send(killed.client, 25)));
      await until('Redis has them', async () => (await look.xlen(keys.activityStream)) >= before + 25);
      killed.service.kill('SIGKILL');
      await killed.service.exited;
      await look.call('ACL', 'SETUSER', 'default', '+xack');
    }

    await start();
    await all(ids);
    await until('the last consumer has taken them over', async () => (await pending()) === 0, 25_000);
    expect(await recorded(ids)).toEqual(ids.toSorted());
    // The sums were made with the rows, and say the same.
    await until('the sums agree', async () => (await sumOfRollups()) === (await countOfRows()));
  }, 90_000);

  it('holds what was answered just before a stop', async () => {
    const { service, client } = await start();
    const ids = await send(client, 30);
    expect(await service.stop()).toBe(0);
    await start();
    await all(ids);
    expect(await recorded(ids)).toEqual(ids.toSorted());
  }, 60_000);

  it('is written once by two instances that share the work', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    const ids = (await Promise.all([send(one.client, 150), send(two.client, 150)])).flat();
    await all(ids);
    expect(await recorded(ids)).toEqual(ids.toSorted());
    await until('all are acknowledged', async () => (await pending()) === 0);
    await until('the sums agree', async () => (await sumOfRollups()) === (await countOfRows()));
  }, 60_000);

  it('loses nothing while Redis is away, and goes on when Redis comes back empty', async () => {
    const { client } = await start();
    const ids = await send(client, 5);
    await all(ids);
    for (let round = 1; round <= ROUNDS; round += 1) {
      redis.kill('SIGKILL');
      ids.push(...(await send(client, 20)));
      await redis.restart();
      await all(ids);
    }
    const later = await send(client, 10);
    await all(later);
    expect(await recorded([...ids, ...later])).toEqual([...ids, ...later].toSorted());
  }, 60_000);

  it('goes on after Redis lost everything without going away', async () => {
    const { client } = await start();
    await all(await send(client, 5));
    await look.flushall();
    const ids = await send(client, 10);
    await all(ids);
    expect(await recorded(ids)).toEqual(ids.toSorted());
  }, 60_000);

  it('waits for PostgreSQL', async () => {
    const { client } = await start();
    const ids = await send(client, 5);
    await all(ids);
    for (let round = 1; round <= ROUNDS; round += 1) {
      postgres.kill('SIGKILL');
      ids.push(...(await send(client, 15)));
      await until('they wait in the stream', async () => (await pending()) > 0);
      await postgres.restart();
      await all(ids);
    }
    expect(await recorded(ids)).toEqual(ids.toSorted());
  }, 60_000);

  it('puts aside what cannot be kept, and keeps the rest', async () => {
    const { client } = await start();
    await look.xadd(keys.activityStream, '*', 'e', 'this is no event');
    const event = { v: 1, id: randomUUID(), type: 'system.start', outcome: 'ok', actor: { kind: 'system' } } as const;
    const add = (value: ActivityEvent) => look.xadd(keys.activityStream, '*', 'p', streamValue(value));
    // Nothing here is as large as that.
    await add({ ...event, data: { text: 'x'.repeat(1_000_000) } });
    // PostgreSQL's texts take no NUL.
    const poison = (await add({ ...event, outcome: 'a\u0000b' as 'ok' })) as string;
    const ids = await send(client, 20);
    await all(ids);
    await until('two are put aside at once', async () => (await look.xlen(keys.activityDeadLetters)) === 2);
    // It is put aside first and acknowledged then: between the two a kill would bring it again, not lose it.
    await until('only the other is left', async () => (await pending()) === 1);
    // As after four more deliveries, each of which would take a while.
    await look.call('XCLAIM', keys.activityStream, 'record', 'nobody', '0', poison, 'RETRYCOUNT', '4');
    await until('the other too', async () => (await look.xlen(keys.activityDeadLetters)) === 3, 25_000);
    await until('none is left', async () => (await pending()) === 0);
    await until(
      'the record says that they are missing',
      async () =>
        (await number(`select count(*)::int as n from
      activity_events where type = 'audit.dropped'`)) === 3,
    );
  }, 60_000);

  it('holds critical events, written with the change they describe', async () => {
    const { client } = await start();
    const [admin, user] = await Promise.all([loginAdmin(client), register(client)]);
    await client.patch(`/admin/users/${user.id}`, { token: admin.token, body: { plan: 'pro' } });
    const found = await until('the change is in the user’s activity', async () => {
      const answer = await client.get('/users/me/activity?type=user.plan_changed', { token: user.token });
      return answer.body.items[0];
    });
    expect(found).toMatchObject({ outcome: 'ok', actor: { kind: 'admin' } });
    // Who it was is the admins' business.
    expect(found.actor.id).toBeUndefined();
  }, 60_000);

  it('is one whole chain after all of that', async () => {
    const record = await ActivityRecord.open(postgres.url);
    const { rows: heads } = await record.client.query<{ seq: string; hash: Buffer }>(
      'select seq, hash from audit_head',
    );
    const check = new ChainCheck({ seq: 1, hash: GENESIS, first: true }, null);
    for (const { event, hash } of await record.rows()) check.link(event, hash as Buffer);
    await record.close();
    const [head] = heads as [{ seq: string; hash: Buffer }];
    check.reaches(Number(head.seq), head.hash, 'the head');
    expect(check.findings).toEqual([]);
    expect(check.events).toBeGreaterThan(500);
  });

  const sumOfRollups = () =>
    number(
      `select coalesce(sum(requests), 0)::int as n from
        (select requests from rollups where resolution = 'minute' union all select requests from rollup_deltas) as sums`,
    );
  const countOfRows = () => number(`select count(*)::int as n from activity_events where type = 'http.request'`);

  async function number(query: string): Promise<number> {
    const record = await ActivityRecord.open(postgres.url);
    try {
      return (await record.client.query<{ n: number }>(query)).rows[0]?.n ?? Number.NaN;
    } finally {
      await record.close();
    }
  }
});
