import { type Answer, api, type Api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { byKey, limited, limitedByToken, type MadeKey, makeKey, PASSED } from '../../support/api-keys.js';
import { rateLimitOf } from '../../support/limited-call.js';
import { until } from '../../support/poll.js';
import { monitorRedis } from '../../support/redis-monitor.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

/** The limit that an API key may have besides its owner's, on two instances. The owner may send 100 in 60 s, 50 in 10 s. */
describe('an API key with a limit of its own', () => {
  let stores: Record<string, string>;
  let services: Service[];
  let here: Api;
  let there: Api;
  let owner: SignedIn;
  let admin: SignedIn;

  beforeAll(async () => {
    stores = await sharedStores();
    services = await Promise.all([startService(stores), startService(stores)]);
    [here, there] = services.map(api) as [Api, Api];
    [owner, admin] = await Promise.all([register(here), loginAdmin(here)]);
    expect((await ofAdmin('patch', `/admin/users/${owner.id}`, { plan: 'pro' })).status).toBe(200);
  });
  afterAll(() => Promise.all(services.map((service) => service.stop())));

  const ofAdmin = (method: 'get' | 'post' | 'patch' | 'delete', path: string, body?: object) =>
    here.call(method, path, { token: admin.token, ...(body === undefined ? {} : { body }) });
  const change = (id: string, body: object) => here.patch(`/api-keys/${id}`, { token: owner.token, body });
  const planLeft = (answer: Answer) => rateLimitOf(answer)['plan']?.r;
  /** Used up to its limit, over both instances. */
  async function usedUp(limit: number): Promise<MadeKey> {
    const key = await makeKey(here, owner, { rate_limit: limit });
    for (let i = 0; i < limit; i += 1) expect((await limited(i % 2 === 0 ? here : there, key.key)).status).toBe(PASSED);
    return key;
  }

  it('is told what is left of it, and refused by it alone, and its owner is not', async () => {
    const made = await here.post('/api-keys', { token: owner.token, body: { name: 'slow', rate_limit: 2 } });
    expect([made.status, made.body.rate_limit]).toEqual([201, 2]);
    const { key } = made.body as MadeKey;
    const answers = [await limited(here, key), await limited(there, key), await limited(here, key)];
    expect(answers.map(({ status }) => status)).toEqual([PASSED, PASSED, 429]);
    const [first, second, refused] = answers as [Answer, Answer, Answer];
    expect(first.headers.get('ratelimit-policy')).toBe('"plan";q=100;w=60, "burst";q=50;w=10, "key";q=2;w=60');
    expect([first, second, refused].map((answer) => rateLimitOf(answer)['key']?.r)).toEqual([1, 0, 0]);
    expect(refused.body).toMatchObject({ code: 'rate_limited', policy: 'key' });
    expect(refused.body.detail).toContain('2 requests in any 60 s');
    expect(refused.headers.get('x-ratelimit-limit')).toBe('2');
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(50);
    expect(rateLimitOf(refused)['key']?.t).toBe(wait);
    // What was refused has cost nothing, and nobody else is held up, on either instance.
    expect(planLeft(refused)).toBe(planLeft(second));
    const sessions = [await limitedByToken(here, owner.token), await limitedByToken(there, owner.token)];
    expect(sessions.map(({ status }) => status)).toEqual([PASSED, PASSED]);
    expect(sessions.map(planLeft)).toEqual([97, 96]);
    expect(sessions[0]?.headers.get('ratelimit-policy')).not.toContain('key');
    const other = await makeKey(here, owner);
    expect((await limited(there, other.key)).status).toBe(PASSED);
    expect((await limited(there, key)).status).toBe(429);

    const policies = async (request: Promise<Answer>) => (await request).body.policies as { policy: string }[];
    expect(await policies(there.get('/users/me/limits', byKey(key)))).toContainEqual(
      expect.objectContaining({ policy: 'key', limit: 2, remaining: 0, window_seconds: 60 }),
    );
    for (const request of [
      there.get('/users/me/limits', { token: owner.token }),
      there.get('/users/me/limits', byKey(other.key)),
    ]) {
      expect((await policies(request)).map(({ policy }) => policy)).toEqual(['plan', 'burst']);
    }
  });

  it('is held by a changed limit at the next request, on the instance that has refused it too', async () => {
    const { id, key } = await usedUp(2);
    const statuses = async () => [(await limited(there, key)).status, (await limited(here, key)).status];
    expect(await statuses()).toEqual([429, 429]);
    expect((await change(id, { rate_limit: 4 })).body.rate_limit).toBe(4);
    expect(await statuses()).toEqual([PASSED, PASSED]);
    expect(await statuses()).toEqual([429, 429]);
    expect((await change(id, { rate_limit: null })).body.rate_limit).toBeNull();
    const free = await limited(there, key);
    expect([free.status, rateLimitOf(free)['key']]).toEqual([PASSED, undefined]);
    expect((await change(id, { rate_limit: 1 })).status).toBe(200);
    expect(await statuses()).toEqual([429, 429]);
    // Not said is not changed.
    expect((await change(id, { name: 'renamed' })).body).toMatchObject({ name: 'renamed', rate_limit: 1 });
  });

  it('keeps limit and count when it is given a new secret, and is as new after an admin’s reset', async () => {
    const { id, key } = await usedUp(2);
    const rotated = await here.post(`/api-keys/${id}/rotate`, { token: owner.token });
    expect(rotated.body.rate_limit).toBe(2);
    for (const text of [key, rotated.body.key]) expect((await limited(there, text)).body.policy).toBe('key');
    expect((await ofAdmin('delete', `/admin/rate-limits/user/${owner.id}`)).status).toBe(204);
    expect((await limited(there, key)).status).toBe(PASSED);
    expect((await limited(here, rotated.body.key)).status).toBe(PASSED);
    expect((await limited(there, key)).body.policy).toBe('key');
  });

  it('is decided on in one call to Redis, and in none once it is refused', async () => {
    const { id, key } = await makeKey(here, owner, { rate_limit: 3 });
    for (let i = 0; i < 2; i += 1) expect((await limited(here, key)).status).toBe(PASSED);
    const monitor = await monitorRedis(stores['REDIS_URL'] as string);
    const calls = () =>
      monitor.seen
        .filter(({ source, command }) => source !== 'lua' && command.some((word) => word.includes(`:key:${id}:`)))
        .map(({ command }) => command[0]);
    expect((await limited(here, key)).status).toBe(PASSED);
    await until('Redis showed the decision', () => calls().length > 0);
    expect(calls()).toEqual(['evalsha']);
    for (let i = 0; i < 20; i += 1) expect((await limited(here, key)).status).toBe(429);
    // One call for the first refusal; a machine that is slow asks once more for each second that it takes.
    expect(calls().length).toBeLessThan(12);
    monitor.stop();
  });

  it.each([0, -1, 1.5, '5', true, [], 4_001, 101])('is not made with a limit of %j', async (limit) => {
    const answer = await here.post('/api-keys', { token: owner.token, body: { name: 'x', rate_limit: limit } });
    expect([answer.status, answer.body.code, answer.body.errors[0].pointer]).toEqual([
      400,
      'validation_failed',
      '/rate_limit',
    ]);
  });

  it('may have what an override lets its owner send, and what its owner no longer may is refused by the owner’s', async () => {
    const override = { limit: 120, expires_at: new Date(Date.now() + 3_600_000).toISOString(), reason: 'a test' };
    await ofAdmin('patch', `/admin/users/${owner.id}`, { rate_limit_override: override });
    const { id, key } = await makeKey(here, owner, { rate_limit: 120 });
    await ofAdmin('patch', `/admin/users/${owner.id}`, { rate_limit_override: { ...override, limit: 1 } });
    await ofAdmin('delete', `/admin/rate-limits/user/${owner.id}`);
    expect((await limited(there, key)).status).toBe(PASSED);
    const refused = await limited(there, key);
    expect([refused.status, ['plan', 'burst'].includes(refused.body.policy)]).toEqual([429, true]);
    expect(refused.headers.get('ratelimit-policy')).toContain('"plan";q=1;');
    await ofAdmin('patch', `/admin/users/${owner.id}`, { rate_limit_override: null });
    const tooMuch = await change(id, { rate_limit: 110 });
    expect([tooMuch.status, tooMuch.body.errors[0].pointer]).toEqual([400, '/rate_limit']);
  });

  it('may be a service account’s, and is seen by admins and in the export', async () => {
    const service = (await ofAdmin('post', '/admin/users', { kind: 'service', name: 'ci', plan: 'free' })).body;
    const path = `/admin/users/${service.id}/api-keys`;
    expect((await ofAdmin('post', path, { name: 'ci', rate_limit: 11 })).status).toBe(400);
    const made = await ofAdmin('post', path, { name: 'ci', rate_limit: 1 });
    expect([made.status, made.body.rate_limit]).toEqual([201, 1]);
    expect((await limited(there, made.body.key)).status).toBe(PASSED);
    expect((await limited(here, made.body.key)).body.policy).toBe('key');
    expect((await ofAdmin('get', path)).body.items).toMatchObject([{ rate_limit: 1 }]);
    const { body } = await here.get('/users/me/export', { token: owner.token });
    expect((body.api_keys as { rate_limit: number | null }[]).map((key) => key.rate_limit)).toContain(2);
  });
});
