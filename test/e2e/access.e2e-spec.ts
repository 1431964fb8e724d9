import { createHmac } from 'node:crypto';
import { api, type Api, loginAdmin, register } from '../support/api.js';
import { type Service, startService } from '../support/service.js';

const secret = 'q8Zt3vN7rX1mK5wB9yD2fH6jL0pS4uA8-signing';

/** The same token with another payload, signed with the service's own secret. */
function resigned(token: string, change: Record<string, unknown>): string {
  const [header, body] = token.split('.') as [string, string];
  const claims = { ...JSON.parse(Buffer.from(body, 'base64url').toString()), ...change };
  const signed = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

describe('who may call', () => {
  let service: Service;
  let client: Api;
  let token: string;

  beforeAll(async () => {
    service = await startService({ JWT_SECRET: secret });
    client = api(service);
    ({ token } = await register(client));
  });
  afterAll(() => service.stop());

  const challenge = (code: string) => `Bearer realm="codepitamah", error="${code}"`;

  it('nobody without credentials: the bare challenge', async () => {
    const answer = await client.get('/users/me');
    expect([answer.status, answer.body.code]).toEqual([401, 'authentication_required']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="codepitamah"');
  });

  it.each([
    ['tampered', (good: string) => `${good.slice(0, -2)}AA`],
    ['no token', () => 'x'],
    ['made for another session by who knows the secret', (good: string) => resigned(good, { sid: 'x' })],
    ['too long', (good: string) => good + 'A'.repeat(8_192)],
  ])('nobody with a token that is %s', async (_, change) => {
    const answer = await client.get('/users/me', { token: change(token) });
    expect([answer.status, answer.body.code]).toEqual([401, 'token_invalid']);
    expect(answer.headers.get('www-authenticate')).toBe(challenge('invalid_token'));
  });

  it('nobody with a token that has expired, and it is said', async () => {
    const now = Math.floor(Date.now() / 1000);
    const old = resigned(token, { iat: now - 120, nbf: now - 120, exp: now - 60 });
    const answer = await client.get('/users/me', { token: old });
    expect([answer.status, answer.body.code]).toEqual([401, 'token_expired']);
    expect(answer.headers.get('www-authenticate')).toContain('error_description="The access token expired"');
  });

  it('nobody for a session that never was, however well signed', async () => {
    const ghost = resigned(token, { sid: '0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c' });
    const answer = await client.get('/users/me', { token: ghost });
    expect([answer.status, answer.body.code]).toEqual([401, 'token_revoked']);
  });

  it('a user as what the account is, not as what the token claims', async () => {
    const forged = resigned(token, { role: 'admin', permissions: ['admin'], subscription_plan: 'enterprise' });
    const answer = await client.get('/admin/users', { token: forged });
    expect([answer.status, answer.body.code, answer.body.permission]).toEqual([403, 'insufficient_scope', 'admin']);
    expect(answer.headers.get('www-authenticate')).toBe(`${challenge('insufficient_scope')}, scope="admin"`);
  });

  it('nobody with two credentials, or one in the query string', async () => {
    for (const [path, headers] of [
      ['/users/me', { 'x-api-key': 'cpk_1' }],
      ['/users/me?access_token=x', {}],
    ] as [string, Record<string, string>][]) {
      const answer = await client.get(path, { token, headers });
      expect([answer.status, answer.body.code]).toEqual([400, 'multiple_credentials']);
      expect(answer.body.instance).toBe('/users/me');
    }
  });

  it('nobody with an API key that does not exist', async () => {
    for (const headers of [{ 'x-api-key': 'cpk_1' }, { authorization: 'Bearer cpk_1' }]) {
      expect((await client.get('/users/me', { headers })).body.code).toBe('api_key_invalid');
    }
  });

  it('on every route that does not say otherwise', async () => {
    const paths = ['/users/me', '/auth/sessions', '/admin/users', '/admin/users/x'];
    for (const path of paths) expect((await client.get(path)).status).toBe(401);
  });

  it('public routes without looking at a credential, even a bad one', async () => {
    const answer = await client.get('/.well-known/jwks.json', { token: 'x' });
    expect(answer.status).toBe(200);
  });

  it('an admin everywhere an admin may', async () => {
    const admin = await loginAdmin(client);
    expect((await client.get('/admin/users', { token: admin.token })).status).toBe(200);
  });
});
