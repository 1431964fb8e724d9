import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { type Answer, api, type Api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { EventReader, type StreamEvent } from '../../support/event-reader.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';
import { freshDatabase } from '../../support/servers.js';
import { type Service, startService } from '../../support/service.js';
import { storeOf } from '../../support/store.js';

const dangerous = 'import base64\nexec(base64.b64decode("aW1wb3J0IG9z"))\n';

/** Requests as they were sent and answered. */
class Tally {
  readonly routes: Record<string, number> = {};
  readonly statuses: Record<string, number> = {};

  async of(route: string, sending: Promise<Answer>): Promise<Answer> {
    const answer = await sending;
    this.routes[route] = (this.routes[route] ?? 0) + 1;
    this.statuses[answer.status] = (this.statuses[answer.status] ?? 0) + 1;
    return answer;
  }
}

describeOnce('analytics of two instances', () => {
  let redis: RedisServer;
  let services: [Service, Service];
  let one: Api;
  let two: Api;
  let admin: SignedIn;
  let store: Client;

  beforeAll(async () => {
    redis = await startRedis();
    const stores = {
      REDIS_URL: redis.url,
      DATABASE_URL: await freshDatabase(),
      JWT_SECRET: randomBytes(36).toString('base64url'),
    };
    services = (await Promise.all([startService(stores), startService(stores)])) as [Service, Service];
    [one, two] = services.map(api) as [Api, Api];
    admin = await loginAdmin(one);
    store = await storeOf(stores);
  });
  afterAll(async () => {
    await redis.stop();
    await store.end();
  });

  const figures = async (query = '', from = two) =>
    (await from.get(`/admin/analytics?window=15m${query}`, { token: admin.token })).body;

  it('agree with what was sent, to the request, in every dimension', async () => {
    const tally = new Tally();
    const user = await register(one);
    const key = (await one.post('/api-keys', { token: user.token, body: { name: '=cmd()' } })).body;
    const analyse = (client: Api, token: string | undefined, code: string) =>
      tally.of('POST /analyze', client.post('/analyze', { token, body: { code, language: 'python' } }));
    const answers: Answer[] = [];
    for (let round = 0; round < 4; round += 1) {
      for (const client of [one, two]) {
        answers.push(await analyse(client, user.token, 'x = 1\n'), await analyse(client, undefined, dangerous));
      }
    }
    for (const client of [one, two]) {
      await tally.of('POST /analyze', client.post('/analyze', { token: user.token, body: {} }));
      await tally.of('GET /users/me', client.get('/users/me', { token: key.key }));
      await tally.of('GET /users/me', client.get('/users/me'));
      await tally.of('GET /admin/users', client.get('/admin/users', { token: user.token }));
      await tally.of('GET (no route)', client.get('/%3Cscript%3E/=1+1'));
      await tally.of('GET /rules/:id', client.get('/rules/=HYPERLINK(1)'));
    }
    const view = await until('all are counted', async () => {
      const found = await figures('&group_by=route');
      const counted = Object.entries(tally.routes).every(
        ([route, count]) => found.by_route[route]?.request_count === count,
      );
      return counted && found;
    });
    // Only looks of the admin are answered 200, 201 and 204 besides.
    for (const status of ['400', '401', '403', '404', '429']) {
      expect([status, view.by_status[status] ?? 0]).toEqual([status, tally.statuses[status] ?? 0]);
    }
    const refused = answers.filter(({ status }) => status === 429);
    expect(view.denied_count).toBe(tally.statuses['429']);
    expect(view.by_outcome).toMatchObject({
      limited: tally.statuses['429'],
      denied: (tally.statuses['401'] ?? 0) + (tally.statuses['403'] ?? 0),
    });
    const dangerousOnes = answers.filter(({ body }) => body.dangerous === true).length;
    expect(view.analyses).toMatchObject({
      total: answers.length - refused.length,
      dangerous: dangerousOnes,
      by_language: { python: answers.length - refused.length },
      failed: 0,
      timeouts: 0,
    });
    const bySeverity: Record<string, number> = {};
    for (const { severity } of answers.flatMap(({ body }) => body.findings ?? [])) {
      bySeverity[severity] = (bySeverity[severity] ?? 0) + 1;
    }
    expect(view.analyses.findings_by_severity).toEqual(bySeverity);
    expect(view.analyses.queue_wait.p50_ms).toBeGreaterThanOrEqual(0);
    expect(view.groups.find(({ value }: { value: string }) => value === 'POST /analyze')).toMatchObject({
      request_count: tally.routes['POST /analyze'],
      accepted_count: tally.routes['POST /analyze']! - tally.statuses['429']!,
      denied_count: tally.statuses['429'],
      previous_request_count: 0,
      latency: { p50_ms: expect.any(Number) },
    });
    expect(view.lost_events).toBe(0);

    for (const [dimension, expected] of [
      ['key', { [key.id]: 2 }],
      ['policy', { burst: expect.any(Number) }],
      ['problem', { not_found: tally.statuses['404'], insufficient_scope: 2, rate_limited: tally.statuses['429'] }],
      ['actor', { key: 2 }],
      ['plan', { anonymous: expect.any(Number), free: expect.any(Number) }],
      ['severity', { none: expect.any(Number) }],
    ] as const) {
      const { groups } = await figures(`&group_by=${dimension}`, one);
      const found = Object.fromEntries(
        groups.map(({ value, request_count }: { value: string; request_count: number }) => [value, request_count]),
      );
      expect([dimension, found]).toEqual([dimension, expect.objectContaining(expected)]);
    }
  });

  it('are folded into one row per minute, hour and day, which hold what the record holds', async () => {
    const sums = async () => {
      const { rows } = await store.query<{ resolution: string; n: number; rows: number }>(
        'select resolution, sum(requests)::int as n, count(*)::int as rows from rollups group by resolution',
      );
      return Object.fromEntries(rows.map(({ resolution, n }) => [resolution, n]));
    };
    const number = async (query: string) => (await store.query<{ n: number }>(query)).rows[0]?.n;
    const recorded = () => number(`select count(*)::int as n from activity_events where type = 'http.request'`);
    const folded = await until('each sum is the number of requests on record', async () => {
      const [waiting, before, { minute, hour, day }, after] = [
        await number('select count(*)::int as n from rollup_deltas'),
        await recorded(),
        await sums(),
        await recorded(),
      ];
      return waiting === 0 && before === after && minute === after && hour === after && day === after && after;
    });
    expect(folded).toBeGreaterThan(30);
    expect(await number('select sum(requests)::int as n from usage_days')).toBeGreaterThan(10);
  });

  it('tell a user what was used, by day, route and outcome', async () => {
    const user = await register(two);
    const sent: number[] = [];
    for (let call = 0; call < 7; call += 1) {
      const body = { code: 'x = 1\n', language: 'python' };
      sent.push((await [one, two][call % 2]!.post('/analyze', { token: user.token, body })).status);
    }
    const count = (status: number) => sent.filter((found) => found === status).length;
    const usage = await until('they are counted', async () => {
      const { body } = await one.get('/users/me/usage?days=2', { token: user.token });
      // The sign-up and these looks are counted too.
      const routes = (body.days?.at(-1)?.by_route ?? []) as { route: string; request_count: number }[];
      return routes.some(({ route, request_count: sum }) => route === 'POST /analyze' && sum === 7) && body;
    });
    expect(usage.days).toHaveLength(2);
    expect(usage.days[1]).toMatchObject({ accepted_count: count(200), limited_count: count(429) });
    const analyses = usage.days[1].by_route.find(({ route }: { route: string }) => route === 'POST /analyze');
    expect(analyses).toMatchObject({
      request_count: 7,
      accepted_count: count(200),
      by_outcome: { ok: count(200), limited: count(429) },
    });
    expect(usage.limits).toMatchObject({ plan: 'free', base_limit: 10 });
    expect((await one.get('/users/me/usage?days=101', { token: user.token })).status).toBe(400);
  });

  it('are streamed as they change, whole steps at a time, and go on where a client was', async () => {
    const first = await EventReader.open(services[0].url, admin.token);
    const snapshot = await first.next('snapshot');
    expect(snapshot.data.steps).toHaveLength(16);
    expect(snapshot.data.system.activity).toMatchObject({ state: 'ok' });
    const count = ({ data }: StreamEvent) =>
      (data.steps as { denied_count: number }[]).reduce((sum, step) => sum + step.denied_count, 0);
    const refused = await until('a request is refused', async () => {
      const answer = await two.post('/analyze', { body: {} });
      return answer.status === 429 ? answer : null;
    });
    expect(refused.body.decision_id).toEqual(expect.any(String));
    // A step is told whole: it holds at least what the snapshot said of it, and the refusal.
    let patch = await first.next('patch');
    while (!(patch.data.steps as { denied_count: number }[]).some(({ denied_count }) => denied_count > 0)) {
      patch = await first.next('patch');
    }
    expect(patch.data).toMatchObject({ total_active_limits: expect.any(Number), time: expect.any(String) });
    first.close();

    const lastId = String(Number(patch.id) - 3_600_000);
    const again = await EventReader.open(services[1].url, admin.token, lastId);
    const resumed = await again.next('snapshot');
    expect(resumed.data.steps.length).toBeGreaterThanOrEqual(60);
    expect(count(resumed)).toBeGreaterThanOrEqual(count(patch));
    again.close();
    const user = await register(one);
    expect((await one.get('/admin/analytics/stream', { token: user.token })).status).toBe(403);
    expect((await one.get('/admin/analytics/stream')).status).toBe(401);
  });

  it('come as CSV that runs nothing', async () => {
    const csv = async (query: string) =>
      (await two.get(`/admin/analytics?window=15m&format=csv${query}`, { token: admin.token })).body as string;
    expect((await csv('')).split('\r\n')[0]).toBe(
      'time,request_count,accepted_count,denied_count,error_count,p50_ms,p95_ms,p99_ms',
    );
    const byRoute = await csv('&group_by=route');
    expect(byRoute.split('\r\n')[0]).toBe('time,route,request_count,accepted_count,denied_count,error_count');
    expect(byRoute).toMatch(/^[\d:.TZ-]+,GET \/rules\/:id,2,0,0,0\r$/m);
    expect(byRoute).not.toMatch(/script|HYPERLINK/);
  });

  it('are told from the record while Redis is away, with what is missing named', async () => {
    await redis.stop();
    const view = await until('it is noticed', async () => {
      const found = await figures();
      return found.missing?.length > 0 && found;
    });
    expect(view).toMatchObject({ missing: ['total_active_limits', 'limits'], total_active_limits: null, limits: null });
    expect(view.by_status['429']).toBeGreaterThan(0);
    expect(view.top_offenders.length).toBeGreaterThan(0);
    expect(view.system.redis.state).not.toBe('ok');

    // Decided alone, and explained by the instance that did, though the record cannot have it yet.
    const refused = await until('a request is refused', async () => {
      const answer = await two.post('/analyze', { token: admin.token, body: {} });
      return answer.status === 429 ? answer : null;
    });
    const { body } = await two.get(`/users/me/decisions/${refused.body.decision_id}`, { token: admin.token });
    expect(body).toMatchObject({ code: 'rate_limited', degraded: true, behaviour: null });
  });
});
