import type { Redis } from 'ioredis';
import { keys, userTag } from '../../../src/redis/keys.js';
import { type Answer, api, type Api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { Caller, countedCall, countedOnce, isAdmitted, isDegraded } from '../../support/caller.js';
import { limitedCall } from '../../support/limited-call.js';
import { until } from '../../support/poll.js';
import { describeOnce } from '../../support/independent.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';
import { type Service, startService } from '../../support/service.js';

const LIMIT = 20;

/** What a single fault of Redis may do to limited requests: nothing that a caller sees but the degraded field. */
describeOnce('limits while Redis is not well', () => {
  let redis: RedisServer;
  let store: Redis;
  let service: Service;
  let client: Api;
  let admin: SignedIn;

  beforeAll(async () => {
    redis = await startRedis();
    store = redis.client();
    store.on('error', () => undefined);
    service = await startService({ REDIS_URL: redis.url });
    client = api(service);
    admin = await loginAdmin(client);
  });
  afterAll(async () => {
    await service.stop();
    store.disconnect();
    await redis.stop();
  });

  /** A user who may make so many requests in a minute. */
  const user = async (limit = LIMIT): Promise<SignedIn> => {
    const made = await register(client);
    const override = { limit, burst: limit, expires_at: '2999-01-01T00:00:00Z', reason: 'test' };
    const body = { rate_limit_override: override };
    expect((await client.patch(`/admin/users/${made.id}`, { token: admin.token, body })).status).toBe(200);
    return made;
  };
  const use = async ({ token }: SignedIn, times: number): Promise<Answer[]> => {
    const answers = [];
    for (let i = 0; i < times; i += 1) answers.push(await countedCall(client, token));
    expect(answers.map(isAdmitted)).toEqual(answers.map(() => true));
    return answers;
  };
  /** Someone who has used so much, none of it decided alone or twice because a busy machine kept Redis' answer waiting. */
  const userWhoUsed = (times: number): Promise<SignedIn> =>
    until('decisions that were all shared', async () => {
      const made = await user();
      return countedOnce(await use(made, times), LIMIT) ? made : null;
    });
  const health = async () => (await client.get('/health/ready')).body;
  const shares = async (instance: Api) => {
    const { redis: store, rate_limit: limits } = (await instance.get('/health/ready')).body.checks;
    return store.state === 'ok' && limits.state === 'ok';
  };
  const shared = () => until('limits are shared again', () => shares(client));

  const persistence = (line: string) => until(line, async () => (await store.info('persistence')).includes(line));

  /** `kept`: Redis still knows afterwards what it knew before. */
  const faults: [string, () => unknown, () => unknown, { kept: boolean }][] = [
    ['is killed', () => redis.kill('SIGKILL'), () => redis.restart(), { kept: false }],
    ['hangs', () => redis.kill('SIGSTOP'), () => redis.kill('SIGCONT'), { kept: true }],
    ['is read-only', () => store.replicaof('127.0.0.1', 1), () => store.replicaof('NO', 'ONE'), { kept: true }],
    ['is full', () => store.config('SET', 'maxmemory', 1), () => store.config('SET', 'maxmemory', 0), { kept: true }],
    [
      'has a full disk',
      async () => {
        await store.config('SET', 'appendonly', 'yes');
        await persistence('aof_rewrite_in_progress:0');
        await store.config('SET', 'appendfsync', 'everysec');
        redis.diskFull(true);
      },
      async () => {
        redis.diskFull(false);
        await persistence('aof_last_write_status:ok');
        await store.config('SET', 'appendonly', 'no');
      },
      { kept: true },
    ],
  ];

  it.each(faults)(
    'when it %s: this instance goes on alone from what was used, and shares again',
    async (_, fail, mend, { kept }) => {
      const steady = await user(1_000);
      const known = await userWhoUsed(8);
      await fail();
      const during = new Caller([client], steady.token);
      await until('a degraded decision', () => during.degraded > 0);
      const caller = new Caller([client], known.token, 2);
      await until('what was left is used', () => caller.refused > 5);
      expect(caller.admitted).toBe(LIMIT - 8);
      const { status, checks } = await health();
      expect({ status, redis: checks.redis.state, limits: checks.rate_limit.state }).toEqual({
        status: 'degraded',
        redis: 'degraded',
        limits: 'degraded',
      });
      const refused = await countedCall(client, known.token);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(30);
      expect([400, 429]).toContain((await countedCall(client)).status);
      await use(await register(client), 1);

      await mend();
      await shared();
      const { refused: before, degraded } = caller;
      await until('shared decisions', () => caller.refused > before + 5);
      await Promise.all([caller.stop(), during.stop()]);
      expect([...caller.strange, ...during.strange]).toEqual([]);
      // What Redis has forgotten can be had again; what was admitted alone it was told. Only one whose answer a busy
      // machine kept waiting, so that it was decided alone too, may have counted twice.
      const most = kept ? LIMIT - 8 : LIMIT;
      expect(caller.admitted).toBeLessThanOrEqual(most);
      expect(caller.admitted).toBeGreaterThanOrEqual(most - (kept ? 0 : caller.degraded - degraded));
      await until('a shared decision', async () => !isDegraded(await countedCall(client, steady.token)));
    },
  );

  it('when it is away at the start: this instance starts alone, and shares once it comes', async () => {
    const late = await startRedis();
    late.kill('SIGKILL');
    const alone = await startService({ REDIS_URL: late.url });
    const { token } = await register(api(alone));
    const answer = await countedCall(api(alone), token);
    expect({ admitted: isAdmitted(answer), degraded: isDegraded(answer) }).toEqual({ admitted: true, degraded: true });
    await late.restart();
    await until('limits are shared', () => shares(api(alone)));
    const next = await limitedCall(api(alone), token);
    expect(next.status).toBe(200);
    await alone.stop();
    await late.stop();
  });

  it('a SCRIPT FLUSH again and again is not even noticed', async () => {
    // An instance that a busy machine keeps waiting decides alone and says so: then another try is made.
    const caller = await until(
      'a try in which no decision was made alone',
      async () => {
        const { token } = await user();
        const made = new Caller([client], token, 0);
        await until('the limit is used', async () => {
          await store.script('FLUSH');
          return made.refused > 20;
        });
        await made.stop();
        return made.degraded === 0 ? made : null;
      },
      30_000,
    );
    expect({ admitted: caller.admitted, strange: caller.strange }).toEqual({ admitted: LIMIT, strange: [] });
  });

  it('a FLUSHALL costs the counts, not the callers', async () => {
    const caller = await user();
    await use(caller, 3);
    await store.flushall();
    await use(caller, 1);
  });

  it('a log key of another type is replaced', async () => {
    const caller = await user();
    await use(caller, 1);
    const log = keys.limitLog(userTag(caller.id));
    await store.del(log);
    await store.hset(log, 'a', 'b');
    await use(caller, 1);
    expect(await store.type(log)).toBe('string');
  });
});
