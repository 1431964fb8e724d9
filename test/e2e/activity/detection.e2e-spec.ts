import { Redis } from 'ioredis';
import { type Api, api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

const harmless = { code: 'x = 1\n', language: 'python' };
const soon = () => new Date(Date.now() + 3_600_000).toISOString();

/** Everybody who asks for anything is caught. */
const strict = `version: 1
scenarios:
  - name: any-analysis
    type: trigger
    filter: { type: http.request, decision.allowed: { exists: true } }
    score: { weight: 5, half_sat: 1, half_life: 48h }
    message: an analysis
`;

describeOnce('detection on two instances', () => {
  let services: Service[];
  let redis: Redis;
  let here: Api;
  let there: Api;
  let admin: SignedIn;
  let user: SignedIn;

  beforeAll(async () => {
    const stores = await sharedStores();
    services = await Promise.all([startService(stores), startService(stores)]);
    [here, there] = services.map(api) as [Api, Api];
    redis = new Redis(stores['REDIS_URL'] as string);
    admin = await loginAdmin(here);
    user = await register(here);
    const sent = Array.from({ length: 40 }, () => here.post('/analyze', { token: user.token, body: harmless }));
    await Promise.all(sent);
    await multiplierIs(0.5);
  }, 60_000);
  afterAll(async () => {
    redis.disconnect();
    await Promise.all(services.map((service) => service.stop()));
  });

  const multiplierIs = (multiplier: number) =>
    until(`a multiplier of ${multiplier}`, async () => {
      const { body } = await there.get('/users/me/limits', { token: user.token });
      return body.behaviour_multiplier === multiplier;
    });
  const overrides = () => `/admin/users/${user.id}/behaviour-overrides`;
  const put = (what: string, body: Record<string, unknown>) =>
    here.call('put', `${overrides()}/${what}`, { token: admin.token, body: { reason: 'ticket 1', ...body } });

  it('lets an admin set a multiplier, which counts on the other instance, before the allow list, until it is taken back', async () => {
    const set = await put('multiplier', { value: 1.5, expires_at: soon() });
    expect(set.status).toBe(200);
    expect(set.body.items).toMatchObject([{ what: 'multiplier', value: 1.5, reason: 'ticket 1', set_by: admin.id }]);
    await multiplierIs(1.5);
    const allowed = await here.post('/admin/allowlist', {
      token: admin.token,
      body: { type: 'user', identifier: user.id, reason: 'a friend' },
    });
    expect(allowed.status).toBe(201);
    expect((await put('multiplier', { value: 0.5, expires_at: soon() })).status).toBe(200);
    await multiplierIs(0.5);
    expect((await here.delete(`${overrides()}/multiplier`, { token: admin.token })).status).toBe(204);
    // The score alone says 0.5, from which the allow list protects.
    await multiplierIs(1);
    await here.delete(`/admin/allowlist/${allowed.body.id}`, { token: admin.token });
    await multiplierIs(0.5);
    const recorded = await until('the acts are on record', async () => {
      const { body } = await here.get(`/admin/users/${user.id}/activity`, { token: admin.token });
      const acts = body.items.filter(({ type }: { type: string }) => type.startsWith('admin.override.'));
      return acts.length >= 3 && acts;
    });
    expect(recorded[0]).toMatchObject({ type: 'admin.override.removed', actor: { kind: 'admin' } });
    expect(recorded[1]).toMatchObject({ data: { what: 'multiplier', value: 0.5, reason: 'ticket 1' } });
  });

  it('leaves a signal out, and says so to the user', async () => {
    expect((await put('signals/no-such-signal', { expires_at: soon() })).status).toBe(404);
    for (const signal of ['limit-violations', 'rapid-fire', 'sustained-load', 'hammering']) {
      expect((await put(`signals/${signal}`, { expires_at: soon() })).status).toBe(200);
    }
    await multiplierIs(1);
    const { body } = await there.get('/users/me/security-status', { token: user.token });
    const part = body.contributions.find(({ signal }: { signal: string }) => signal === 'limit-violations');
    expect(part).toMatchObject({ ignored: true, log_odds: 0 });
    expect(part.count).toBeGreaterThan(0.5);
    for (const { signal } of body.overrides) {
      expect((await here.delete(`${overrides()}/signals/${signal}`, { token: admin.token })).status).toBe(204);
    }
    await multiplierIs(0.5);
  });

  it('refuses overrides without reason or end, of nobody, and by whom they are not for', async () => {
    expect((await put('score', { value: 2, expires_at: soon() })).status).toBe(400);
    expect((await put('score', { value: 0.5, expires_at: '2020-01-01T00:00:00Z' })).status).toBe(400);
    expect((await put('score', { value: 0.5, expires_at: soon(), reason: '' })).status).toBe(400);
    expect((await here.delete(`${overrides()}/score`, { token: admin.token })).status).toBe(404);
    const path = '/admin/users/00000000-0000-4000-8000-000000000000/behaviour-overrides';
    expect((await here.get(path, { token: admin.token })).status).toBe(404);
    expect((await here.get(overrides(), { token: user.token })).status).toBe(403);
  });

  it('looks a scenario file through, and tells what it would have done', async () => {
    const list = await here.get('/admin/scenarios', { token: admin.token });
    expect(list.body.items.map(({ name }: { name: string }) => name)).toContain('credential-stuffing');
    const wrong = strict.replace('trigger', 'triger');
    const looked = await here.post('/admin/scenarios/validate', { token: admin.token, body: { scenarios: wrong } });
    expect(looked.body).toMatchObject({ valid: false, mistakes: [expect.stringMatching(/^line 4, column 5: /)] });
    expect(
      (await here.post('/admin/scenarios/replay', { token: admin.token, body: { scenarios: wrong } })).status,
    ).toBe(400);
    const lines = strict.split('\n').filter((line) => line !== '');
    const scenario = lines.slice(2).join('\n');
    const many = Array.from({ length: 400 }, (_, index) => scenario.replace(/name: .*/, `name: s${index}`));
    const whole = await here.post('/admin/scenarios/validate', {
      token: admin.token,
      body: { scenarios: [...lines.slice(0, 2), ...many].join('\n') },
    });
    expect(whole.body).toMatchObject({ valid: true, scenarios: 400 });
    const other = await register(here);
    await here.post('/analyze', { token: other.token, body: harmless });
    const replay = await until('the analysis is on record', async () => {
      const answer = await here.post('/admin/scenarios/replay', { token: admin.token, body: { scenarios: strict } });
      expect(answer.status).toBe(200);
      const found = answer.body.changes.some(({ subject }: { subject: string }) => subject === other.id);
      return found && answer.body;
    });
    const rows = new Map(replay.scenarios.map((row: { name: string }) => [row.name, row]));
    expect(rows.get('any-analysis')).toMatchObject({ mode: 'live', fires: { before: 0 } });
    expect(rows.get('limit-violations')).toMatchObject({ mode: null, fires: { before: 1, after: 0 } });
    // Nobody's score has moved.
    const { body } = await here.get('/users/me/security-status', { token: other.token });
    expect(body.band).toBe('normal');
  });

  it('knows everybody again after Redis has lost all it held', async () => {
    await redis.flushall();
    await multiplierIs(0.5);
    const { body } = await there.get('/users/me/security-status', { token: user.token });
    const part = body.contributions.find(({ signal }: { signal: string }) => signal === 'limit-violations');
    expect(part.count).toBeCloseTo(1, 1);
  });
});
