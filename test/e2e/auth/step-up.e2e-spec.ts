import { Client } from 'pg';
import { api, type Api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

type Method = 'post' | 'patch' | 'delete';

/** Acts that change who holds power: each needs a sign-in within ten minutes, and none can be done with an API key. */
describeOnce('an act that needs a recent sign-in', () => {
  let service: Service;
  let client: Api;
  let database: Client;
  let admin: SignedIn;
  let other: SignedIn;
  /** The same session, by a token that says how long ago its user signed in. */
  let stale: string;
  let key: string;

  beforeAll(async () => {
    const stores = await sharedStores();
    service = await startService(stores);
    client = api(service);
    database = new Client({ connectionString: stores['DATABASE_URL'] });
    await database.connect();
    [admin, other] = [await loginAdmin(client), await register(client)];
    const made = await client.post('/api-keys', {
      token: admin.token,
      body: { name: 'all that an admin may', permissions: ['code_analysis', 'admin'] },
    });
    key = made.body.key;
    stale = await signedInAgo(11 * 60);
  });
  afterAll(() => database.end());

  /** Refreshes: that gives new tokens, and does not count as signing in. */
  async function signedInAgo(seconds: number): Promise<string> {
    await database.query(
      `update sessions set authenticated_at = clock_timestamp() - make_interval(secs => $2) where user_id = $1`,
      [admin.id, seconds],
    );
    const { body } = await client.post('/auth/refresh', { body: { refresh_token: admin.refreshToken } });
    admin = { ...admin, refreshToken: body.refresh_token };
    return body.access_token;
  }

  const id = '0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c';
  const reason = 'a drill';
  const acts: [Method, string, object][] = [
    ['post', '/auth/password/change', { current_password: 'x', new_password: 'Wide-Peepal-Leaf-17' }],
    ['post', '/users/me/email', { email: 'new@pitamah.test', password: 'x' }],
    ['delete', '/users/me', { password: 'x' }],
    ['post', '/auth/mfa/totp', {}],
    ['post', '/auth/mfa/totp/confirm', { code: '123456' }],
    ['delete', '/auth/mfa/totp', { password: 'x', code: '123456' }],
    ['post', '/api-keys', { name: 'x' }],
    ['post', '/api-keys/abcdefghijkl/rotate', {}],
    ['post', '/auth/device/approve', { user_code: 'BCDF-GHJK', approve: true }],
    ['post', '/admin/signing-keys', { reason }],
    ['post', '/admin/signing-keys/x/promote', { reason }],
    ['post', '/admin/signing-keys/x/retire', { reason }],
    ['post', '/admin/users', { email: 'x@pitamah.test', reason }],
    ['post', `/admin/users/${id}/reset-mfa`, { reason }],
    ['post', `/admin/users/${id}/password-reset`, { reason }],
    ['patch', `/admin/users/${id}`, { role: 'admin', reason }],
    ['post', `/admin/users/${id}/api-keys`, { name: 'x', reason }],
    ['post', '/admin/webhooks', { name: 'x', url: 'https://hooks.example.org/', reason }],
    ['patch', `/admin/webhooks/${id}`, { enabled: false, reason }],
    ['post', `/admin/webhooks/${id}/rotate-secret`, { reason }],
  ];

  it.each(acts)('%s %s is refused later, and says what to do (RFC 9470)', async (method, path, body) => {
    const answer = await client.call(method, path, { token: stale, body });
    expect([answer.status, answer.body.code]).toEqual([401, 'reauthentication_required']);
    expect(answer.headers.get('www-authenticate')).toBe(
      'Bearer realm="codepitamah", error="insufficient_user_authentication", max_age="600"',
    );
  });

  it.each(acts)('%s %s is refused to every API key', async (method, path, body) => {
    const answer = await client.call(method, path, { token: key, body });
    expect(answer.status).toBe(403);
    expect(['session_required', 'insufficient_scope']).toContain(answer.body.code);
  });

  it('is no other: everything else goes on with the old sign-in', async () => {
    for (const path of ['/users/me', '/auth/sessions', '/admin/users', '/admin/analytics?window=15m']) {
      expect([path, (await client.get(path, { token: stale })).status]).toEqual([path, 200]);
    }
    const change = { token: stale, body: { plan: 'pro', reason } };
    expect((await client.patch(`/admin/users/${other.id}`, change)).status).toBe(200);
  });

  it('passes within the ten minutes, and again after a new sign-in', async () => {
    const recent = await signedInAgo(9 * 60 + 50);
    expect((await client.get('/admin/signing-keys', { token: recent })).status).toBe(200);
    expect((await client.get('/admin/signing-keys', { token: stale })).status).toBe(401);
    const again = await loginAdmin(client);
    expect((await client.get('/admin/signing-keys', { token: again.token })).status).toBe(200);
  });
});
