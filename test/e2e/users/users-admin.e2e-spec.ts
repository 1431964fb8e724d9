import { api, type Api, login, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { type Service, startService } from '../../support/service.js';

describe('/admin/users', () => {
  let service: Service;
  let client: Api;
  let admin: SignedIn;

  beforeAll(async () => {
    service = await startService();
    client = api(service);
    admin = await loginAdmin(client);
  });
  afterAll(() => service.stop());

  const patch = (id: string, body: unknown, token = admin.token) => client.patch(`/admin/users/${id}`, { token, body });
  const me = (token: string) => client.get('/users/me', { token });

  it('is for admins alone', async () => {
    const user = await register(client);
    const answers = [
      await client.get('/admin/users', { token: user.token }),
      await client.get(`/admin/users/${user.id}`, { token: user.token }),
      await patch(user.id, { role: 'admin' }, user.token),
      await client.post(`/admin/users/${admin.id}/revoke-sessions`, { token: user.token }),
    ];
    for (const answer of answers) expect([answer.status, answer.body.code]).toEqual([403, 'insufficient_scope']);
    expect((await me(user.token)).body.role).toBe('user');
  });

  it('lists in pages without gap or double, newest first, and filters', async () => {
    const made: string[] = [];
    for (let i = 0; i < 5; i += 1) made.push((await register(client, `page-${i}@list.example`)).id);
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const next: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await client.get(`/admin/users?query=LIST.example&limit=2${next}`, { token: admin.token });
      expect(body.items.length).toBeLessThanOrEqual(2);
      found.push(...body.items.map((item: { id: string }) => item.id));
      cursor = body.next_cursor;
    } while (cursor !== null);
    expect(found).toEqual(made.toReversed());
    await patch(made[0] as string, { plan: 'pro', status: 'disabled' });
    const search = async (query: string) =>
      (await client.get(`/admin/users?${query}`, { token: admin.token })).body.items.map(
        (item: { id: string }) => item.id,
      );
    expect(await search('query=list.example&plan=pro')).toEqual([made[0]]);
    expect(await search('query=list.example&status=disabled')).toEqual([made[0]]);
    expect(await search('query=%25')).toEqual([]);
    expect(await search('query=_age-0@list')).toEqual([]);
    expect(await search('query=PA')).toEqual(made.toReversed());
    expect(await search('query=li')).toEqual([]);
    expect(await search('query=PAGE-3@li')).toEqual([made[3]]);
    expect(await search('query=age-3@li')).toEqual([]);
    expect(await search('query=@LIST.example')).toEqual(made.toReversed());
    expect(await search('query=@ist.example')).toEqual([]);
  });

  it.each([
    'cursor=x',
    'limit=0',
    'limit=101',
    'status=gone',
    'query=',
    'sort=email',
    'query=a&query=b',
    'query=%00',
    'plan=%00',
  ])('refuses ?%s', async (query) => {
    const answer = await client.get(`/admin/users?${query}`, { token: admin.token });
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
  });

  it('answers the same for unknown and malformed ids', async () => {
    for (const id of ['0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c', 'x', '1%27--']) {
      const answers = [
        await client.get(`/admin/users/${id}`, { token: admin.token }),
        await patch(id, { plan: 'pro' }),
        await client.post(`/admin/users/${id}/revoke-sessions`, { token: admin.token }),
      ];
      for (const answer of answers) expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    }
  });

  it('changes the plan: the session lives on, the next token says so', async () => {
    const user = await register(client);
    expect((await patch(user.id, { plan: 'pro' })).body.plan).toBe('pro');
    expect((await me(user.token)).body.plan).toBe('pro');
    const answer = await client.post('/auth/refresh', { body: { refresh_token: user.refreshToken } });
    const claims = JSON.parse(Buffer.from(answer.body.access_token.split('.')[1], 'base64url').toString());
    expect(claims).toMatchObject({ subscription_plan: 'pro', rate_limit_multiplier: 10 });
  });

  it('changes permissions from the next request on', async () => {
    const user = await register(client);
    const answer = await patch(user.id, { permissions: ['code_analysis'] });
    expect(answer.body.permissions).toEqual(['code_analysis']);
    expect((await me(user.token)).body.permissions).toEqual(['code_analysis']);
  });

  it('disables and enables: old sessions stay over', async () => {
    const user = await register(client);
    await patch(user.id, { status: 'disabled' });
    expect((await me(user.token)).body.code).toBe('token_revoked');
    const right = await client.post('/auth/login', { body: { email: user.email, password: user.password } });
    expect([right.status, right.body.code]).toEqual([403, 'account_disabled']);
    const wrong = await client.post('/auth/login', { body: { email: user.email, password: 'wrong password' } });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid_credentials']);
    const refreshed = await client.post('/auth/refresh', { body: { refresh_token: user.refreshToken } });
    expect(refreshed.body.code).toBe('refresh_token_invalid');
    await patch(user.id, { status: 'active' });
    expect((await me(user.token)).body.code).toBe('token_revoked');
    expect((await me((await login(client, user.email, user.password)).token)).status).toBe(200);
  });

  it('promotes and demotes: each ends the sessions', async () => {
    const user = await register(client);
    await patch(user.id, { role: 'admin' });
    expect((await me(user.token)).body.code).toBe('token_revoked');
    const promoted = await login(client, user.email, user.password);
    expect((await me(promoted.token)).body.permissions).toContain('admin');
    expect((await client.get('/admin/users', { token: promoted.token })).status).toBe(200);
    await patch(user.id, { role: 'user' });
    expect((await client.get('/admin/users', { token: promoted.token })).body.code).toBe('token_revoked');
  });

  it('ends all sessions of an account', async () => {
    const user = await register(client);
    const answer = await client.post(`/admin/users/${user.id}/revoke-sessions`, { token: admin.token });
    expect(answer.status).toBe(204);
    expect((await me(user.token)).body.code).toBe('token_revoked');
  });

  it('sets and removes an override', async () => {
    const user = await register(client);
    const override = { limit: 3, burst: 2, expires_at: '2999-01-01T00:00:00.000Z', reason: 'trial' };
    expect((await patch(user.id, { rate_limit_override: override })).body.rate_limit_override).toEqual(override);
    expect((await patch(user.id, { rate_limit_override: null })).body.rate_limit_override).toBeNull();
  });

  it.each<[unknown, string]>([
    [{ plan: 'gold' }, '/plan'],
    [{ plan: 'anonymous' }, '/plan'],
    [{ plan: null }, '/plan'],
    [{ role: 'root' }, '/role'],
    [{ status: null }, '/status'],
    [{ permissions: ['everything'] }, '/permissions'],
    [{ permissions: ['admin'] }, '/permissions'],
    [{ permissions: 'code_analysis' }, '/permissions'],
    [{ email: 'x@example.org' }, '/email'],
    [{ password: 'x' }, '/password'],
    [{ version: 7 }, '/version'],
    [{ rate_limit_override: 5 }, '/rate_limit_override'],
    [
      { rate_limit_override: { limit: -1, expires_at: '2999-01-01T00:00:00Z', reason: 'x' } },
      '/rate_limit_override/limit',
    ],
    [
      { rate_limit_override: { limit: 1, expires_at: '2020-01-01T00:00:00Z', reason: 'x' } },
      '/rate_limit_override/expires_at',
    ],
    [{ rate_limit_override: { limit: 1, expires_at: 'soon', reason: 'x' } }, '/rate_limit_override/expires_at'],
    ...['2999-W01', '2999-001', '29990101T000000Z', '2999-01-01T00:00:00'].map((expires_at): [unknown, string] => [
      { rate_limit_override: { limit: 1, expires_at, reason: 'x' } },
      '/rate_limit_override/expires_at',
    ]),
    ...['a\0b', 'a\ud800b'].map((reason): [unknown, string] => [
      { rate_limit_override: { limit: 1, expires_at: '2999-01-01T00:00:00Z', reason } },
      '/rate_limit_override/reason',
    ]),
    [{ rate_limit_override: { limit: 1, expires_at: '2999-01-01T00:00:00Z' } }, '/rate_limit_override/reason'],
    [
      { rate_limit_override: { limit: 1, expires_at: '2999-01-01T00:00:00Z', reason: 'x', y: 1 } },
      '/rate_limit_override/y',
    ],
  ])('refuses %j and changes nothing', async (body, pointer) => {
    const user = await register(client);
    const before = (await client.get(`/admin/users/${user.id}`, { token: admin.token })).body;
    const answer = await patch(user.id, body);
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    expect(answer.body.errors[0].pointer).toBe(pointer);
    expect((await client.get(`/admin/users/${user.id}`, { token: admin.token })).body).toEqual(before);
  });

  it('keeps the last active admin, also when two are demoted at once', async () => {
    for (const body of [{ role: 'user' }, { status: 'disabled' }]) {
      const answer = await patch(admin.id, body);
      expect([answer.status, answer.body.code]).toEqual([409, 'last_admin']);
    }
    for (let round = 0; round < 5; round += 1) {
      const user = await register(client);
      await patch(user.id, { role: 'admin' });
      const second = await login(client, user.email, user.password);
      const answers = await Promise.all([
        patch(user.id, { role: 'user' }),
        patch(admin.id, { status: 'disabled' }, second.token),
      ]);
      expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
      if (answers[1]?.status === 200) {
        await patch(admin.id, { status: 'active' }, second.token);
        admin = await loginAdmin(client);
        await patch(user.id, { role: 'user' });
      }
    }
  });
});
