import { type Answer, api, type Api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

const harmless = { code: 'x = 1\n', language: 'python' };

function offenderOf(view: { top_offenders: { identifier: string; request_count: number }[] }, id: string) {
  return view.top_offenders.find(({ identifier }) => identifier === id);
}

/** Sends until `count` analyses were asked for; returns the statuses. */
/** Ten at once: sent one after the other they would be no hammering where the machine is slow. */
async function hammer(client: Api, token: string, count: number): Promise<number[]> {
  const call = { token, body: harmless, headers: { 'user-agent': 'curl/8.5.0' } };
  const statuses: number[] = [];
  while (statuses.length < count) {
    const together = Math.min(10, count - statuses.length);
    const answers = await Promise.all(Array.from({ length: together }, () => client.post('/analyze', call)));
    statuses.push(...answers.map(({ status }) => status));
  }
  return statuses;
}

describe('activity, score and analytics', () => {
  let service: Service;
  let client: Api;
  let admin: SignedIn;

  beforeAll(async () => {
    service = await startService();
    client = api(service);
    admin = await loginAdmin(client);
  });
  afterAll(() => service.stop());

  const activity = async (token: string, query = '') =>
    (await client.get(`/users/me/activity${query}`, { token })).body;

  it('shows a user the own events only', async () => {
    const [one, two] = await Promise.all([register(client), register(client)]);
    await hammer(client, one.token, 2);
    await client.get('/users/me', { token: two.token });
    const items = await until('the analyses are shown', async () => {
      const page = await activity(one.token, '?type=http.request');
      return page.items.filter((item: { route: string }) => item.route === '/analyze').length === 2 && page.items;
    });
    for (const item of items) expect(item.actor).toEqual({ kind: 'user', id: one.id });
    const analysis = items.find((item: { route: string }) => item.route === '/analyze');
    expect(analysis).toMatchObject({
      type: 'http.request',
      outcome: 'ok',
      method: 'POST',
      status: 200,
      request_id: expect.any(String),
      client: { user_agent: 'curl' },
      decision: { plan: 'free', base_limit: 10, multiplier: 1, allowed: true },
      code: { language: 'python', bytes: 6, dangerous: false },
    });
    expect(analysis.duration_ms).toBeGreaterThan(0);
    const others = await activity(two.token);
    expect(JSON.stringify(others)).not.toContain(one.id);
  });

  it('pages through everything once, newest first', async () => {
    const user = await register(client);
    for (let call = 0; call < 9; call += 1) await client.get('/users/me', { token: user.token });
    await until('they are kept', async () => (await activity(user.token, '?type=http.request')).items.length >= 9);
    const seen: { id: string; time: string }[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const from: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = await activity(user.token, `?limit=4${from}`);
      expect(page.items.length).toBeLessThanOrEqual(4);
      seen.push(...page.items);
      cursor = seen.length > 40 ? null : page.next_cursor;
    }
    expect(seen.length).toBeGreaterThanOrEqual(9);
    expect(new Set(seen.map((item) => item.id)).size).toBe(seen.length);
    // In the order of the record, which is not quite that of times: what comes by the outbox comes a little later.
    const whole = (await activity(user.token, '?limit=200')).items as { id: string; time: string }[];
    const first = whole.findIndex(({ id }) => id === seen[0]?.id);
    expect(seen.map(({ id }) => id)).toEqual(whole.slice(first, first + seen.length).map(({ id }) => id));
    expect(Date.parse(seen.at(-1)?.time ?? '')).toBeLessThanOrEqual(Date.parse(seen[0]?.time ?? ''));
  });

  it.each(['days=0', 'days=366', 'days=x', 'type=Bad%20Type', 'cursor=zz', 'limit=201', 'user=1'])(
    'refuses ?%s',
    async (query) => {
      const answer = await client.get(`/users/me/activity?${query}`, { token: admin.token });
      expect(answer.status).toBe(400);
      const pointer = `/${query.slice(0, query.indexOf('='))}`;
      expect(new Set(answer.body.errors.map((error: { pointer: string }) => error.pointer))).toEqual(
        new Set([pointer]),
      );
    },
  );

  it('lowers the limit of a free user who hammers, says why and until when, and tells the record', async () => {
    const user = await register(client);
    const before = await client.get('/users/me/security-status', { token: user.token });
    expect(before.body).toMatchObject({ band: 'normal', rate_limit_multiplier: 1, recovers_at: null });

    const statuses = await hammer(client, user.token, 40);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(35);
    const limits = await until('the limiter has heard', async () => {
      const answer = await client.get('/users/me/limits', { token: user.token });
      return answer.body.behaviour_multiplier === 0.5 && answer.body;
    });
    expect(limits).toMatchObject({
      base_limit: 10,
      policies: [
        { policy: 'plan', limit: 5 },
        { policy: 'burst', limit: 2 },
      ],
    });

    const after = (await client.get('/users/me/security-status', { token: user.token })).body;
    expect(after).toMatchObject({ band: 'restricted', rate_limit_multiplier: 0.5, exempt: false });
    expect(after.behaviour_score).toBeLessThan(0.3);
    const parts = Object.fromEntries(after.contributions.map((part: { signal: string }) => [part.signal, part]));
    expect(parts['rapid-fire'].count).toBeCloseTo(1, 2);
    expect(parts['limit-violations'].log_odds).toBeLessThan(-0.7);
    expect(parts['dangerous-code']).toMatchObject({ count: 0, points: 0 });
    const z = after.contributions.reduce(
      (sum: number, part: { log_odds: number }) => sum + part.log_odds,
      Math.log(1.5),
    );
    expect(1 / (1 + Math.exp(-z))).toBeCloseTo(after.behaviour_score, 3);
    expect(Date.parse(after.recovers_at)).toBeGreaterThan(Date.now());
    expect(parts['limit-violations'].message).toMatch(/requests refused beyond the plan limit/);
    expect(parts['dangerous-code']).toMatchObject({ message: 'nothing lately', last_fired_at: null });
    expect(after.what_to_do).toContain(`until ${after.recovers_at}`);

    const changed = await until('it is in the record', async () => {
      return (await activity(user.token, '?type=rate_limit.multiplier_changed')).items[0];
    });
    expect(changed.data).toMatchObject({ from: 1, to: 0.5 });
    const fired = (await activity(user.token, '?type=detect.scenario_fired')).items;
    // On a slow machine it lasts long enough for `sustained-load` too.
    expect(fired.map((item: { data: { scenario: string } }) => item.data.scenario)).toEqual(
      expect.arrayContaining(['limit-violations', 'rapid-fire']),
    );
    const told = (await client.get('/users/me/security-status', { token: user.token })).body.contributions;
    for (const { data, time } of fired) {
      const part = told.find(({ signal }: { signal: string }) => signal === data.scenario);
      expect(part).toMatchObject({ message: data.message, last_fired_at: time });
    }
  });

  it('finds who sends nothing but dangerous code', async () => {
    const user = await register(client);
    const body = { code: 'import base64\nexec(base64.b64decode("aW1wb3J0IG9z"))\n', language: 'python' };
    for (let sent = 0; sent < 4; sent += 1) {
      const answer = await client.post('/analyze', { token: user.token, body });
      expect(answer.body.dangerous).toBe(true);
    }
    // Another scenario fires, and restricts, one analysis earlier.
    const status = await until('it is counted', async () => {
      const { body } = await client.get('/users/me/security-status', { token: user.token });
      const parts = body.contributions as { signal: string; count: number }[];
      return (parts.find(({ signal }) => signal === 'dangerous-code')?.count ?? 0) > 0.99 && body;
    });
    expect(status.band).toBe('restricted');
    const moved = status.contributions.reduce((sum: number, { step }: { step: number }) => sum + step, 0.6);
    expect(moved).toBeCloseTo(status.computed_score, 3);
  });

  it('leaves whoever stays within a paid plan alone', async () => {
    const user = await register(client);
    await client.patch(`/admin/users/${user.id}`, { token: admin.token, body: { plan: 'enterprise' } });
    await hammer(client, user.token, 60);
    await until('all are kept', async () => {
      const page = await activity(user.token, '?type=http.request&limit=200');
      return page.items.filter((item: { route: string }) => item.route === '/analyze').length === 60;
    });
    const { body } = await client.get('/users/me/security-status', { token: user.token });
    expect(body).toMatchObject({ band: 'normal', rate_limit_multiplier: 1 });
    expect(body.contributions.filter((part: { log_odds: number }) => part.log_odds < 0)).toEqual([]);
  });

  it('shows an admin what a user did and how the score stands, and records the look', async () => {
    const user = await register(client);
    await client.get('/users/me', { token: user.token });
    const path = `/admin/users/${user.id}`;
    await until('the admin sees it', async () => {
      const answer = await client.get(`${path}/activity?type=http.request`, { token: admin.token });
      return answer.body.items.length > 0;
    });
    const status = await client.get(`${path}/security-status`, { token: admin.token });
    expect(status.body).toMatchObject({ band: 'normal', exempt: false });
    expect(status.body.behaviour_score).toBeGreaterThanOrEqual(0.6);
    const looks = await until('the looks are recorded', async () => {
      const page = await activity(user.token, '?type=admin.viewed_user');
      // Of the activity there may be several: it was asked for until there was some.
      const whats = page.items.map((item: { data: { what: string } }) => item.data.what);
      return whats.includes('security_status') && page.items;
    });
    expect(new Set(looks.map((item: { data: { what: string } }) => item.data.what))).toEqual(
      new Set(['activity', 'security_status']),
    );
    expect(looks[0].actor).toEqual({ kind: 'admin' });
  });

  it('keeps the admin’s view to admins, and unknown users unknown', async () => {
    const user = await register(client);
    for (const path of [
      `/admin/users/${user.id}/activity`,
      `/admin/users/${user.id}/security-status`,
      '/admin/analytics',
    ]) {
      expect((await client.get(path, { token: user.token })).status).toBe(403);
      expect((await client.get(path)).status).toBe(401);
    }
    for (const id of ['nobody', '00000000-0000-7000-8000-000000000000']) {
      expect((await client.get(`/admin/users/${id}/activity`, { token: admin.token })).status).toBe(404);
      expect((await client.get(`/admin/users/${id}/security-status`, { token: admin.token })).status).toBe(404);
    }
  });

  it('exempts admins from the multiplier', async () => {
    await hammer(client, admin.token, 40);
    const status = await until('the score has fallen', async () => {
      const { body } = await client.get('/users/me/security-status', { token: admin.token });
      return body.behaviour_score < 0.6 && body;
    });
    expect(status).toMatchObject({ rate_limit_multiplier: 1, exempt: true, recovers_at: null });
    const limits = await client.get('/users/me/limits', { token: admin.token });
    expect(limits.body.behaviour_multiplier).toBe(1);
  });

  it('gives the figures right after the requests', async () => {
    const figures = async (query = 'window=15m') =>
      (await client.get(`/admin/analytics?${query}`, { token: admin.token })).body;
    const signUps = (view: Answer['body']) => view.by_route['POST /auth/register']?.request_count ?? 0;
    const start = await figures();
    const user = await register(client);
    // Events are counted in their order: with this one, all that the tests before had sent.
    const before = await until('what was sent before is counted', async () => {
      const view = await figures();
      return signUps(view) > signUps(start) && view;
    });
    const statuses = await hammer(client, user.token, 8);
    const refused = statuses.filter((status) => status === 429).length;
    await client.post('/analyze', { body: harmless });
    const after = await until('the figures are there', async () => {
      const view = await figures();
      return (
        view.by_route['POST /analyze'].request_count === (before.by_route['POST /analyze']?.request_count ?? 0) + 9 &&
        offenderOf(view, user.id)?.request_count === 8 &&
        view
      );
    });
    expect(Object.keys(after)).toEqual(
      expect.arrayContaining([
        'total_active_limits',
        'requests_per_minute',
        'top_offenders',
        'by_plan',
        'by_status',
        'by_route',
        'latency',
        'analyses',
        'suspicious',
        'timeline',
      ]),
    );
    expect(after.by_status['429']).toBe((before.by_status['429'] ?? 0) + refused);
    expect(after.total_active_limits).toBeGreaterThanOrEqual(2);
    expect(offenderOf(after, user.id)).toEqual({
      identifier: user.id,
      type: 'user',
      request_count: 8,
      denied_count: refused,
    });
    const total = (after.timeline as { request_count: number }[]).reduce((sum, step) => sum + step.request_count, 0);
    const minutes = (Date.parse(after.to) - Date.parse(after.from)) / 60_000;
    expect(after.requests_per_minute).toBeCloseTo(total / minutes, 2);
    expect(after.analyses.by_language.python).toBeGreaterThan(0);
    expect(after.latency.p50_ms).toBeLessThanOrEqual(after.latency.p99_ms);
    // Read from the sums per hour, the week holds what the quarter of an hour held.
    const week = await figures('window=7d');
    expect(week.by_status['429']).toBeGreaterThanOrEqual(after.by_status['429']);
  });

  it('names the network of anonymous offenders', async () => {
    for (let sent = 0; sent < 8; sent += 1) await client.post('/analyze', { body: harmless });
    await until('the network is listed', async () => {
      const { body } = await client.get('/admin/analytics', { token: admin.token });
      return body.top_offenders.some(
        (found: { identifier: string; type: string; denied_count: number }) =>
          found.type === 'ip' && found.identifier === '127.0.0.1' && found.denied_count > 0,
      );
    });
  });

  it('gives the timeline as CSV', async () => {
    const answer = await client.get('/admin/analytics?window=1h&format=csv', { token: admin.token });
    expect(answer.headers.get('content-type')).toMatch(/^text\/csv/);
    const [header, ...lines] = (answer.body as string).trimEnd().split('\r\n');
    expect(header).toBe('time,request_count,accepted_count,denied_count,error_count,p50_ms,p95_ms,p99_ms');
    expect(lines.length).toBeGreaterThanOrEqual(60);
    for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z(,\d+){4}(,[\d.]*){3}$/);
  });

  it.each([
    'window=2h',
    'from=2026-01-01T00:00:00Z',
    'from=x&to=y',
    'window=7d&step=1m',
    'format=xml',
    'group_by=x;drop',
  ])('refuses analytics with ?%s', async (query) => {
    expect((await client.get(`/admin/analytics?${query}`, { token: admin.token })).status).toBe(400);
  });

  it('reports its health and metrics', async () => {
    const health = (await client.get('/health/ready')).body.checks.activity;
    expect(health).toMatchObject({ state: 'ok', dropped: 0 });
    const metrics = (await client.get('/metrics')).body as string;
    expect(metrics).toMatch(/^codepitamah_activity_dropped_total\{cause="spool_full"\} 0$/m);
    expect(Number(/^codepitamah_audit_rows_total (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThan(0);
  });
});

describeOnce('two instances', () => {
  it('see one behaviour, and both act on it', async () => {
    const stores = await sharedStores();
    const services = await Promise.all([startService(stores), startService(stores)]);
    const [one, two] = services.map(api) as [Api, Api];
    const user = await register(one);
    let denied = 0;
    for (let round = 0; round < 20; round += 1) {
      const calls = [one, two].map((client) => client.post('/analyze', { token: user.token, body: harmless }));
      denied += (await Promise.all(calls)).filter(({ status }) => status === 429).length;
    }
    expect(denied).toBeGreaterThanOrEqual(25);
    for (const client of [one, two]) {
      await until('the limit is lowered', async () => {
        const { body } = await client.get('/users/me/limits', { token: user.token });
        return body.behaviour_multiplier === 0.5;
      });
    }
    const admin = await loginAdmin(two);
    const view = await until('the figures hold the requests of both', async () => {
      const { body } = await two.get('/admin/analytics', { token: admin.token });
      return (
        body.by_route['POST /analyze']?.request_count === 40 && body.top_offenders[0]?.request_count === 40 && body
      );
    });
    expect(view.top_offenders[0]).toMatchObject({ identifier: user.id, denied_count: denied });
    await Promise.all(services.map((service) => service.stop()));
  }, 60_000);
});
