import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { LimitCounters } from '../../../src/rate-limit/counters/limit-counters.js';
import { LimitFigures } from '../../../src/rate-limit/counters/limit-figures.js';
import { floor, MINUTE_MS } from '../../../src/rate-limit/counters/spans.js';
import type { LimitDecision } from '../../../src/rate-limit/decision.js';
import { BackgroundRedis } from '../../../src/redis/background-redis.js';
import { RedisConnection } from '../../../src/redis/redis-connection.js';
import { redisTime } from '../../../src/redis/redis-time.js';
import { type Answer, api, type Api, loginAdmin, register } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { limitedCall, rateLimitOf } from '../../support/limited-call.js';
import { until } from '../../support/poll.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

/** As the answers tell it: a policy of which less than a tenth is left makes a request one near the limit. */
function outcomesOf(answers: readonly Answer[]) {
  const passed = answers.filter(({ status }) => status === 200);
  const near = passed.filter((answer) => {
    const limits = [...(answer.headers.get('ratelimit-policy') ?? '').matchAll(/"(\w+)";q=(\d+)/g)];
    const left = rateLimitOf(answer);
    return limits.some(([, name = '', limit]) => (left[name]?.r ?? 0) * 10 < Number(limit));
  });
  return {
    accepted_count: passed.length,
    refused_count: answers.length - passed.length,
    near_limit_count: near.length,
  };
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

describeOnce('the counters of two instances', () => {
  let services: [Service, Service];
  let clients: [Api, Api];
  let token: string;

  beforeAll(async () => {
    const stores = await sharedStores();
    services = await Promise.all([startService(stores), startService(stores)]);
    clients = services.map(api) as [Api, Api];
    token = (await loginAdmin(clients[0])).token;
  });
  afterAll(() => Promise.all(services.map((service) => service.stop())));

  const analytics = async (client: Api, query = '') => (await client.get(`/admin/analytics${query}`, { token })).body;

  it('agree with what was sent, on both, and after one has stopped', async () => {
    const [one, two] = clients;
    const user = await register(one);
    const sent: Answer[] = [];
    for (const client of [one, two, one, two, one, two, one, two, one, two, two, two]) {
      sent.push(await limitedCall(client, user.token));
    }
    const anonymous: Answer[] = [];
    for (let call = 0; call < 7; call += 1) anonymous.push(await limitedCall(one));

    // What the callers were told is what must have been counted.
    const [free, nameless, all] = [sent, anonymous, [...sent, ...anonymous]].map(outcomesOf);
    expect(free?.refused_count).toBeGreaterThan(nameless?.refused_count ?? 0);
    expect(nameless?.refused_count).toBeGreaterThan(0);
    const expected = {
      total_active_limits: 2,
      top_offenders: [
        { identifier: user.id, type: 'user', request_count: 12, denied_count: free?.refused_count },
        { identifier: '127.0.0.1', type: 'ip', request_count: 7, denied_count: nameless?.refused_count },
      ],
      limits: {
        active_limits_exact: true,
        near_limit_subjects: 2,
        ...all,
        by_plan: { free, anonymous: nameless },
        by_route: { 'POST /analyze': all },
        by_policy: countBy(
          [...sent, ...anonymous].flatMap(({ status, body }) => (status === 429 ? [body.policy as string] : [])),
        ),
      },
    };
    for (const client of clients) {
      const view = await until('all is counted', async () => {
        const body = await analytics(client);
        return body.limits.accepted_count + body.limits.refused_count === 19 && body;
      });
      expect(view).toMatchObject(expected);
    }
    const hours = await analytics(one, '?window=24h');
    expect(hours.limits).toEqual(expected.limits);
    // Beyond what the counters reach back, offenders come from the record.
    const week = await until('the record has them', async () => {
      const body = await analytics(one, '?window=7d');
      return body.top_offenders.length === 2 && body;
    });
    expect(week.limits).toBeNull();
    expect(week.top_offenders[0]).toMatchObject({ identifier: user.id, denied_count: free?.refused_count });

    const metrics = (await one.get('/metrics')).body as string;
    expect(metrics).toMatch(/^codepitamah_rate_limit_active_subjects 2$/m);
    expect(metrics).toMatch(/^codepitamah_rate_limit_near_limit_subjects 2$/m);
    expect(metrics).toMatch(/^codepitamah_rate_limit_counts_dropped_total 0$/m);

    const last = outcomesOf([...sent, ...anonymous, await limitedCall(two, user.token)]);
    expect(await services[1].stop()).toBe(0);
    expect((await analytics(one)).limits).toMatchObject(last);
  });
});

describeOnce('LimitCounters', () => {
  let server: RedisServer;
  let look: Redis;
  let connection: RedisConnection;
  let background: BackgroundRedis;
  let counters: LimitCounters;
  let figures: LimitFigures;

  beforeAll(async () => {
    // It says when Redis goes away, as it must.
    Logger.overrideLogger(false);
    server = await startRedis();
    look = server.client();
    look.on('error', () => undefined);
    connection = new RedisConnection({ kind: 'socket', path: server.socket });
    await connection.connect(2_000);
    background = new BackgroundRedis(connection);
    await until('the background connection', () => background.client.status === 'ready');
    figures = new LimitFigures(background);
  });
  beforeEach(async () => {
    await look.flushall();
    counters = new LimitCounters(background);
    counters.onApplicationBootstrap();
  });
  afterEach(() => counters.onApplicationShutdown());
  afterAll(async () => {
    connection.close();
    look.disconnect();
    await server.stop();
  });

  function count(subject: string, verdict: 'pass' | 'plan' = 'pass'): void {
    const state = { limit: 10, remaining: 5, resetMs: 0 };
    const made = { verdict, waitMs: 0, plan: state, burst: state, further: [], planName: 'free', baseLimit: 10 };
    const decision = { ...made, multiplier: 1, at: 0 } as unknown as LimitDecision;
    const facts = { startedAt: 0, route: '/analyze', actor: { kind: 'anonymous' as const } };
    counters.count({ method: 'POST', facts, principal: null, network: subject }, decision);
  }

  const now = () => background.call(redisTime);
  async function counted(): Promise<number> {
    const to = await now();
    const { decisions } = await figures.sums(floor(to, MINUTE_MS) - 2 * MINUTE_MS, to + 1);
    return decisions.reduce((sum, { count: each }) => sum + each, 0);
  }

  it('counts once what was sent twice, because the first answer came too late', async () => {
    count('192.0.2.1');
    await until('the first count', async () => (await counted()) === 1);
    server.kill('SIGSTOP');
    for (let sent = 0; sent < 10; sent += 1) count('192.0.2.1', 'plan');
    // Gathered, sent, given up after a second, and waiting to be sent again: Redis will get it twice.
    await until('an attempt was given up', () => counters.waiting > 0 && counters.failed > 0, 20_000);
    server.kill('SIGCONT');
    await until('all is written', async () => counters.waiting === 0 && (await counted()) === 11);
    expect((await figures.sums(floor(await now(), MINUTE_MS) - MINUTE_MS, await now())).subjects).toEqual([
      { kind: 'ip', subject: '192.0.2.1', requests: 11, refused: 10 },
    ]);
  });

  it('keeps what happened while Redis was away', async () => {
    server.kill('SIGKILL');
    for (let sent = 0; sent < 25; sent += 1) count(`192.0.2.${sent}`);
    await until('an attempt has failed', () => counters.failed > 0);
    await server.restart();
    await until('the counts are there', async () => (await counted().catch(() => 0)) === 25, 20_000);
    expect(counters.dropped).toBe(0);
    expect(await figures.recent('active', await now())).toEqual({ count: 25, exact: true });
  });

  it('estimates within 3 % when very many are active, in bounded memory', async () => {
    for (let subject = 0; subject < 9_000; subject += 1) count(`10.0.${subject >> 8}.${subject & 255}`);
    count('192.0.2.9', 'plan');
    await until('all are written', async () => (await counted()) === 9_001 && counters.waiting === 0);
    const recent = await figures.recent('active', await now());
    expect(recent.exact).toBe(false);
    expect(Math.abs(recent.count - 9_000)).toBeLessThan(270);
    const sizes = await Promise.all(
      (await look.keys('{limit-counts}:recent:*')).map((key) => look.strlen(key).catch(() => look.zcard(key))),
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(16_384);
    const { subjects } = await figures.sums(floor(await now(), MINUTE_MS) - MINUTE_MS, await now());
    expect(subjects.length).toBeLessThanOrEqual(200);
    expect(subjects).toContainEqual({ kind: 'ip', subject: '192.0.2.9', requests: 1, refused: 1 });
  });
});
