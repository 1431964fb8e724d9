import { type Answer, api, type Api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { byKey, limited, limitedByToken, makeKey, PASSED } from '../../support/api-keys.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { monitorRedis } from '../../support/redis-monitor.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

describeOnce('API keys on two instances', () => {
  let stores: Record<string, string>;
  let services: Service[];
  let here: Api;
  let there: Api;
  let owner: SignedIn;
  let other: SignedIn;
  let admin: SignedIn;

  beforeAll(async () => {
    stores = await sharedStores();
    const settings = { ...stores, API_KEYS_PER_USER: '12' };
    services = [await startService(settings), await startService(settings)];
    [here, there] = services.map(api) as [Api, Api];
    [owner, other, admin] = await Promise.all([register(here), register(here), loginAdmin(here)]);
    // Enough for every analysis below.
    const pro = { plan: 'pro' };
    for (const { id } of [owner, other]) {
      expect((await here.patch(`/admin/users/${id}`, { token: admin.token, body: pro })).status).toBe(200);
    }
  });
  afterAll(() => Promise.all(services.map((service) => service.stop())));

  const create = (body: unknown, headers: Record<string, string> = {}) =>
    here.post('/api-keys', { token: owner.token, body, headers });

  it('is shown once, and works at once in either header on either instance', async () => {
    const made = await create({ name: 'nightly build' });
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const { id, key, last4, expires_at: expiry } = made.body;
    expect(made.body).toMatchObject({ name: 'nightly build', prefix: `cpk_${id}`, status: 'active' });
    expect(made.body.permissions).toEqual(['code_analysis', 'architecture_generation']);
    expect(key).toMatch(new RegExp(`^cpk_${id}_[0-9A-Za-z]{49}$`));
    expect(last4).toBe(key.slice(-4));
    expect(Math.abs(Date.parse(expiry) - Date.parse(inDays(90)))).toBeLessThan(60_000);

    expect((await limited(there, key)).status).toBe(PASSED);
    expect((await limitedByToken(here, key)).status).toBe(PASSED);
    const seen = await here.get(`/api-keys/${id}`, { token: owner.token });
    const list = await there.get('/api-keys', { token: owner.token });
    expect(seen.body).toMatchObject({ id, name: 'nightly build', last4 });
    expect(list.body.items).toContainEqual(expect.objectContaining({ id, name: 'nightly build', last4 }));
    for (const answer of [seen, list]) expect(JSON.stringify(answer.body)).not.toMatch(/hash|_[0-9A-Za-z]{49}/);
    await here.delete(`/api-keys/${id}`, { token: owner.token });
  });

  it('is refused when it was changed, cut off or never made, and beside another credential', async () => {
    const { key, id } = await makeKey(here, owner);
    const typo = key.slice(0, 20) + (key[20] === 'a' ? 'b' : 'a') + key.slice(21);
    for (const bad of [typo, key.slice(0, -1), `${key}0`, 'cpk_', 'cpk_x', key.toUpperCase(), owner.token]) {
      const answer = await here.get('/users/me/limits', byKey(bad));
      expect([answer.status, answer.body.code]).toEqual([401, 'api_key_invalid']);
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
    }
    const both = { token: owner.token, headers: { 'x-api-key': key } };
    const twice = await here.get('/users/me/limits', both);
    expect([twice.status, twice.body.code]).toEqual([400, 'multiple_credentials']);
    for (const query of [`api_key=${key}`, `access_token=${key}`]) {
      expect((await here.get(`/users/me/limits?${query}`)).status).toBe(400);
    }
    // Not a refresh token, nor a password.
    expect((await here.post('/auth/refresh', { body: { refresh_token: key } })).status).toBe(401);
    // On a route that lets everybody in, a bad key is no anonymous caller.
    expect((await limited(here, typo)).status).toBe(401);
    await here.delete(`/api-keys/${id}`, { token: owner.token });
  });

  it('has the permissions it was given, and only while its owner has them', async () => {
    const narrow = await makeKey(here, owner, { permissions: ['code_analysis'] });
    expect((await limited(there, narrow.key)).status).toBe(PASSED);
    const beyond = await there.post('/architecture/generate', { ...byKey(narrow.key), body: { files: [] } });
    expect([beyond.status, beyond.body.code, beyond.body.permission]).toEqual([
      403,
      'insufficient_scope',
      'architecture_generation',
    ]);
    expect((await there.get('/analyses', byKey(narrow.key))).status).toBe(200);

    const rights = (permissions: string[]) =>
      here.patch(`/admin/users/${owner.id}`, { token: admin.token, body: { permissions } });
    await rights(['architecture_generation']);
    expect((await limited(there, narrow.key)).body.code).toBe('insufficient_scope');
    await rights(['code_analysis', 'architecture_generation']);
    expect((await limited(there, narrow.key)).status).toBe(PASSED);
    // Narrowed and widened: the next request on the other instance.
    const change = (permissions: string[]) =>
      here.patch(`/api-keys/${narrow.id}`, { token: owner.token, body: { permissions } });
    expect((await change(['architecture_generation'])).body.permissions).toEqual(['architecture_generation']);
    expect((await limited(there, narrow.key)).body.code).toBe('insufficient_scope');
    expect((await change(['code_analysis'])).status).toBe(200);
    expect((await limited(there, narrow.key)).status).toBe(PASSED);
    const greedy = await change(['code_analysis', 'admin']);
    expect([greedy.status, greedy.body.permission]).toEqual([403, 'admin']);
    const born = await create({ name: 'x', permissions: ['admin'] });
    expect([born.status, born.body.permission]).toEqual([403, 'admin']);
    await here.delete(`/api-keys/${narrow.id}`, { token: owner.token });
  });

  it('can do nothing to keys, password, sessions or the account', async () => {
    const { key, id } = await makeKey(here, owner);
    const calls: ['get' | 'post' | 'patch' | 'delete', string, unknown?][] = [
      ['get', '/api-keys'],
      ['post', '/api-keys', { name: 'more' }],
      ['get', `/api-keys/${id}`],
      ['patch', `/api-keys/${id}`, { name: 'more' }],
      ['delete', `/api-keys/${id}`],
      ['post', `/api-keys/${id}/rotate`, {}],
      ['post', '/auth/password/change', { current_password: owner.password, new_password: 'another-Long-One-77' }],
      ['post', '/auth/logout'],
      ['post', '/auth/logout-all'],
      ['get', '/auth/sessions'],
      ['delete', '/auth/sessions/0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e'],
      ['post', '/auth/mfa/totp'],
      ['patch', '/users/me', { name: 'Mallory' }],
    ];
    for (const [method, path, body] of calls) {
      const answer = await here.call(method, path, { ...byKey(key), ...(body === undefined ? {} : { body }) });
      expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'session_required']);
    }
    expect((await here.get('/users/me', { token: owner.token })).body.name).toBeNull();
    expect((await here.get('/users/me', byKey(key))).body.id).toBe(owner.id);
    expect((await here.get('/admin/users', byKey(key))).body).toMatchObject({ status: 403, permission: 'admin' });
    await here.delete(`/api-keys/${id}`, { token: owner.token });
  });

  it('of an admin carries admin rights only when it was given them, and never those that need a sign-in', async () => {
    const plain = await makeKey(here, admin);
    expect(plain.permissions).not.toContain('admin');
    expect((await here.get('/admin/users', byKey(plain.key))).status).toBe(403);
    const powerful = await makeKey(here, admin, { permissions: ['admin'] });
    expect((await there.get('/admin/users', byKey(powerful.key))).status).toBe(200);
    const promotion = await there.patch(`/admin/users/${owner.id}`, {
      ...byKey(powerful.key),
      body: { role: 'admin' },
    });
    expect([promotion.status, promotion.body.code]).toEqual([403, 'session_required']);
    const minted = await there.post(`/admin/users/${owner.id}/api-keys`, {
      ...byKey(powerful.key),
      body: { name: 'x' },
    });
    expect([minted.status, minted.body.code]).toEqual([403, 'session_required']);
    for (const { id } of [plain, powerful]) await here.delete(`/api-keys/${id}`, { token: admin.token });
  });

  it('is over everywhere once it is revoked, and its owner’s other keys are not', async () => {
    const [gone, kept] = [await makeKey(here, owner), await makeKey(here, owner)];
    for (const key of [gone.key, kept.key]) expect((await limited(there, key)).status).toBe(PASSED);
    expect((await here.delete(`/api-keys/${gone.id}`, { token: owner.token })).status).toBe(204);
    for (const client of [there, here]) {
      const answer = await limited(client, gone.key);
      expect([answer.status, answer.body.code]).toEqual([401, 'api_key_invalid']);
      expect((await limited(client, kept.key)).status).toBe(PASSED);
      expect((await client.get('/users/me/limits', byKey(gone.key))).status).toBe(401);
    }
    expect((await there.get(`/api-keys/${gone.id}`, { token: owner.token })).status).toBe(404);
    expect((await there.delete(`/api-keys/${gone.id}`, { token: owner.token })).status).toBe(404);
    await here.delete(`/api-keys/${kept.id}`, { token: owner.token });
  });

  it('follows its owner’s account at once, and outlives the owner’s sessions', async () => {
    const person = await register(here);
    const { key } = await makeKey(here, person);
    expect((await there.get('/users/me/limits', byKey(key))).status).toBe(200);
    expect((await here.post('/auth/logout-all', { token: person.token })).status).toBe(204);
    expect((await there.get('/users/me/limits', byKey(key))).status).toBe(200);
    const status = (value: string) =>
      here.patch(`/admin/users/${person.id}`, { token: admin.token, body: { status: value } });
    await status('disabled');
    expect((await there.get('/users/me/limits', byKey(key))).body.code).toBe('api_key_invalid');
    expect((await limited(there, key)).body.code).toBe('api_key_invalid');
    await status('active');
    expect((await there.get('/users/me/limits', byKey(key))).status).toBe(200);
  });

  it('expires to the moment', async () => {
    const { key, id } = await makeKey(here, owner, { expires_at: new Date(Date.now() + 1_500).toISOString() });
    expect((await there.get('/users/me/limits', byKey(key))).status).toBe(200);
    const answer = await until('the key expires', async () => {
      const refused = await there.get('/users/me/limits', byKey(key));
      return refused.status === 401 ? refused : undefined;
    });
    expect(answer.body.code).toBe('api_key_expired');
    expect((await limited(here, key)).body.code).toBe('api_key_expired');
    expect((await here.get(`/api-keys/${id}`, { token: owner.token })).body.status).toBe('expired');
    // A new secret of an expired key would be expired as well.
    const rotate = (body: object) => here.post(`/api-keys/${id}/rotate`, { token: owner.token, body });
    expect((await rotate({})).status).toBe(409);
    const renewed = await rotate({ expires_at: inDays(30) });
    expect(renewed.status).toBe(200);
    expect((await limited(there, renewed.body.key)).status).toBe(PASSED);
    expect((await limited(there, key)).body.code).toBe('api_key_expired');
    await here.delete(`/api-keys/${id}`, { token: owner.token });
  });

  it('is rotated with an overlap: two secrets hold, and never three', async () => {
    const first = await makeKey(here, owner);
    const rotate = (body?: object) =>
      here.post(`/api-keys/${first.id}/rotate`, { token: owner.token, ...(body ? { body } : {}) });
    const second = await rotate();
    expect(second.status).toBe(200);
    expect(second.headers.get('cache-control')).toBe('no-store');
    expect(second.body).toMatchObject({ id: first.id, expires_at: first.expires_at });
    expect(Date.parse(second.body.previous_secret_expires_at)).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    for (const key of [first.key, second.body.key]) expect((await limited(there, key)).status).toBe(PASSED);
    const third = await rotate({ grace_seconds: 2 });
    expect((await limited(there, first.key)).body.code).toBe('api_key_invalid');
    for (const key of [second.body.key, third.body.key]) expect((await limited(there, key)).status).toBe(PASSED);
    await until(
      'the overlap ends',
      async () => (await there.get('/users/me/limits', byKey(second.body.key))).status === 401,
    );
    const fourth = await rotate({ grace_seconds: 0 });
    expect((await limited(there, third.body.key)).body.code).toBe('api_key_invalid');
    expect((await limited(there, fourth.body.key)).status).toBe(PASSED);
    await here.delete(`/api-keys/${first.id}`, { token: owner.token });
    expect((await limited(there, fourth.body.key)).status).toBe(401);
  });

  it('is minted once however often the request is sent again', async () => {
    const headers = { 'idempotency-key': 'a retry of mine' };
    const tries = await Promise.all(
      Array.from({ length: 6 }, () => create({ name: 'retried' }, { 'idempotency-key': 'r-1' })),
    );
    expect(new Set(tries.map(({ status, body }) => `${status} ${body.key}`)).size).toBe(1);
    const { id, key } = (tries[0] as Answer).body;
    expect((await create({ name: 'another' }, { 'idempotency-key': 'r-1' })).status).toBe(409);
    expect((await create({ name: 'retried' }, headers)).status).toBe(400);

    const rotate = (client: Api, body: object = {}) =>
      client.post(`/api-keys/${id}/rotate`, { token: owner.token, body, headers: { 'idempotency-key': 'r-2' } });
    const rotations = await Promise.all([rotate(here), rotate(there), rotate(here)]);
    expect(new Set(rotations.map(({ status, body }) => `${status} ${body.key}`)).size).toBe(1);
    expect(rotations[0]?.body.key).not.toBe(key);
    expect((await rotate(here, { grace_seconds: 1 })).status).toBe(409);
    // The secret before is still within its overlap: it was pushed out by one rotation only.
    for (const text of [key, rotations[0]?.body.key]) expect((await limited(there, text)).status).toBe(PASSED);
    // Somebody else's Idempotency-Key of the same text is another one.
    const others = await here.post('/api-keys', {
      token: other.token,
      body: { name: 'retried' },
      headers: { 'idempotency-key': 'r-1' },
    });
    expect(others.body.key).not.toBe(key);
    await here.delete(`/api-keys/${id}`, { token: owner.token });
    expect((await create({ name: 'retried' }, { 'idempotency-key': 'r-1' })).status).toBe(409);
  });

  it('of somebody else is not there: the same bytes as for none', async () => {
    const { id } = await makeKey(here, owner);
    const bytes = async (method: 'get' | 'patch' | 'delete', path: string, body?: object) => {
      const answer = await here.call(method, path, { token: other.token, ...(body ? { body } : {}) });
      const { instance, request_id, ...rest } = answer.body as Record<string, unknown>;
      expect([typeof instance, typeof request_id]).toEqual(['string', 'string']);
      return JSON.stringify([answer.status, rest]);
    };
    for (const none of ['000000000000', 'x', '..%2f..', '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e', '%00']) {
      expect(await bytes('get', `/api-keys/${id}`)).toBe(await bytes('get', `/api-keys/${none}`));
    }
    expect(await bytes('patch', `/api-keys/${id}`, { name: 'x' })).toBe(
      await bytes('patch', '/api-keys/000000000000', { name: 'x' }),
    );
    expect(await bytes('delete', `/api-keys/${id}`)).toBe(await bytes('delete', '/api-keys/000000000000'));
    expect((await here.post(`/api-keys/${id}/rotate`, { token: other.token })).status).toBe(404);
    expect((await here.get(`/api-keys/${id}`, { token: owner.token })).status).toBe(200);
    await here.delete(`/api-keys/${id}`, { token: owner.token });
  });

  it.each([
    ['no name', {}],
    ['an empty name', { name: '' }],
    ['a name with a line break', { name: 'a\nb' }],
    ['a name that is no text', { name: 7 }],
    ['an owner', { name: 'x', user_id: '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e' }],
    ['a key of one’s own choice', { name: 'x', key: 'cpk_1' }],
    ['no permissions', { name: 'x', permissions: [] }],
    ['permissions twice', { name: 'x', permissions: ['code_analysis', 'code_analysis'] }],
    ['a permission that there is not', { name: 'x', permissions: ['everything'] }],
    ['permissions as a text', { name: 'x', permissions: 'code_analysis' }],
    ['an expiry in the past', { name: 'x', expires_at: inDays(-1) }],
    ['an expiry in two years', { name: 'x', expires_at: inDays(730) }],
    ['no expiry', { name: 'x', expires_at: null }],
    ['an expiry that is no time', { name: 'x', expires_at: 'tomorrow' }],
    ['an expiry without zone', { name: 'x', expires_at: '2027-01-01T00:00:00' }],
    ['a list', [{ name: 'x' }]],
  ])('is not made with %s', async (_, body) => {
    const answer = await create(body);
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
  });

  it.each([
    [{ grace_seconds: -1 }],
    [{ grace_seconds: 2_592_001 }],
    [{ grace_seconds: '1' }],
    [{ grace_seconds: null }],
    [{ force: true }],
  ])('is not rotated with %j', async (body) => {
    const { id } = await makeKey(here, owner);
    expect((await here.post(`/api-keys/${id}/rotate`, { token: owner.token, body })).status).toBe(400);
    await here.delete(`/api-keys/${id}`, { token: owner.token });
  });

  it('is one of at most as many as are allowed, also when they are made at once', async () => {
    const person = await register(here);
    const made = await Promise.all(
      Array.from({ length: 16 }, () => here.post('/api-keys', { token: person.token, body: { name: 'many' } })),
    );
    expect(made.map(({ status }) => status).sort()).toEqual([...Array(12).fill(201), ...Array(4).fill(409)]);
    const { id } = (made.find(({ status }) => status === 201) as Answer).body;
    await here.delete(`/api-keys/${id}`, { token: person.token });
    expect((await here.post('/api-keys', { token: person.token, body: { name: 'again' } })).status).toBe(201);
  });

  it('counts against its owner, together with the owner’s sessions', async () => {
    const person = await register(here);
    const [one, two] = [await makeKey(here, person), await makeKey(here, person)];
    const left = async (answer: Promise<{ headers: Headers }>) =>
      Number((await answer).headers.get('x-ratelimit-remaining'));
    // The free plan's burst is 5.
    expect(await left(limited(here, one.key))).toBe(4);
    expect(await left(limited(there, two.key))).toBe(3);
    expect(await left(limitedByToken(here, person.token))).toBe(2);
    expect(await left(limited(there, one.key))).toBe(1);
    expect(await left(limited(here, two.key))).toBe(0);
    const refused = await limited(there, one.key);
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
    const [byTwo, bySession] = [
      await here.get('/users/me/limits', byKey(two.key)),
      await here.get('/users/me/limits', { token: person.token }),
    ];
    for (const { body } of [byTwo, bySession]) {
      expect(body.policies).toMatchObject([{ remaining: 5 }, { remaining: 0 }]);
    }
  });

  it('costs what a session costs: one call to Redis, in which limits are decided as well', async () => {
    const { key, id } = await makeKey(here, owner);
    for (let i = 0; i < 2; i += 1) await limited(here, key);
    const monitor = await monitorRedis(stores['REDIS_URL'] as string);
    const calls = () =>
      monitor.seen
        .filter(({ source, command }) => source !== 'lua' && command.some((word) => word.includes(`:key:${id}:`)))
        .map(({ command }) => command[0]);
    expect((await limited(here, key)).status).toBe(PASSED);
    await until('Redis showed the decision', () => calls().length > 0);
    expect((await here.get('/users/me', byKey(key))).status).toBe(200);
    await until('Redis showed the look', () => calls().length > 1);
    expect(calls()).toEqual(['evalsha', 'mget']);
    monitor.stop();
    await here.delete(`/api-keys/${id}`, { token: owner.token });
  });

  it('guessed is counted against the network; the good key passes all the while', async () => {
    const { key, id } = await makeKey(here, owner);
    const statuses: number[] = [];
    for (let i = 0; i < 65; i += 1) statuses.push((await here.get('/users/me/limits', byKey(`cpk_${i}`))).status);
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(60);
    for (const client of [here, there]) expect((await client.get('/users/me/limits', byKey(key))).status).toBe(200);
    await here.delete(`/api-keys/${id}`, { token: owner.token });
  });
});
