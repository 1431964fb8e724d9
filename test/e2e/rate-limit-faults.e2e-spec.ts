import type { Redis } from 'ioredis';
import { keys, userTag } from '../../src/redis/keys.js';
import { type Answer, api, type Api, register } from '../support/api.js';
import { limitedCall } from '../support/limited-call.js';
import { until } from '../support/poll.js';
import { type RedisServer, startRedis } from '../support/redis-server.js';
import { type Service, startService } from '../support/service.js';

/** What a single fault of Redis may do to limited requests: nothing that a caller sees but the degraded field. */
describe('limits while Redis is not well', () => {
  let redis: RedisServer;
  let store: Redis;
  let service: Service;
  let client: Api;

  beforeAll(async () => {
    redis = await startRedis();
    store = redis.client();
    store.on('error', () => undefined);
    service = await startService({ REDIS_URL: redis.url });
    client = api(service);
  });
  afterAll(async () => {
    await service.stop();
    store.disconnect();
    await redis.stop();
  });

  const degraded = (answer: Answer) => answer.headers.get('ratelimit-degraded') === '?1';
  const shared = (token: string) =>
    until('limits are shared again', async () => {
      const answer = await limitedCall(client, token);
      return answer.headers.has('ratelimit') && !degraded(answer);
    });

  const faults: [string, () => unknown, () => unknown][] = [
    ['is killed', () => redis.kill('SIGKILL'), () => redis.restart()],
    ['hangs', () => redis.kill('SIGSTOP'), () => redis.kill('SIGCONT')],
    ['is read-only', () => store.replicaof('127.0.0.1', 1), () => store.replicaof('NO', 'ONE')],
    ['is full', () => store.config('SET', 'maxmemory', 1), () => store.config('SET', 'maxmemory', 0)],
  ];

  it.each(faults)(
    'when it %s: this instance goes on alone from what was used, and shares again',
    async (_, fail, mend) => {
      const user = await register(client);
      expect((await limitedCall(client, user.token)).status).toBe(200);
      await fail();
      await until('a degraded decision', async () => degraded(await limitedCall(client, user.token)));
      const answers = [];
      for (let i = 0; i < 8; i += 1) answers.push(await limitedCall(client, user.token));
      expect(new Set(answers.map((answer) => answer.status))).toEqual(
        answers.some((answer) => answer.status === 200) ? new Set([200, 429]) : new Set([429]),
      );
      const refused = answers.at(-1) as Answer;
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(30);

      const anonymous = await limitedCall(client);
      expect([200, 429]).toContain(anonymous.status);
      const other = await register(client).catch(() => null);
      if (other) expect((await limitedCall(client, other.token)).status).toBe(200);

      await mend();
      await shared(user.token);
      const { body } = await client.get('/health/ready');
      expect(body.checks.rate_limit.degraded_decisions).toBeGreaterThan(0);
    },
  );

  it('a SCRIPT FLUSH is not even noticed', async () => {
    const user = await register(client);
    await shared(user.token);
    await store.script('FLUSH');
    const answer = await limitedCall(client, user.token);
    expect(answer.status).toBe(200);
    expect(degraded(answer)).toBe(false);
  });

  it('a FLUSHALL costs the counts, not the callers', async () => {
    const user = await register(client);
    await shared(user.token);
    await store.flushall();
    expect((await limitedCall(client, user.token)).status).toBe(200);
  });

  it('a log key of another type is replaced', async () => {
    const user = await register(client);
    await shared(user.token);
    const log = keys.limitLog(userTag(user.id));
    await store.del(log);
    await store.hset(log, 'a', 'b');
    expect((await limitedCall(client, user.token)).status).toBe(200);
    expect(await store.type(log)).toBe('string');
  });
});
