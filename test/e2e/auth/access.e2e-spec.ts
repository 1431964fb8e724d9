import { createHmac } from 'node:crypto';
import { api, type Api, loginAdmin, register } from '../../support/api.js';
import { isWhole, rawHttp } from '../../support/raw-http.js';
import { type Service, startService } from '../../support/service.js';

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

  /** One request written out by hand: what no client would send. Its status and body. */
  async function raw(target: string, headers: readonly string[] = [], method = 'GET') {
    const lines = [`${method} ${target} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers];
    const text = await rawHttp(service.url, `${lines.join('\r\n')}\r\n\r\n`, isWhole);
    const body = text.slice(text.indexOf('\r\n\r\n') + 4);
    return { status: Number(text.split(' ')[1]), body };
  }

  it.each([
    '/admin/users',
    '/%61dmin/users',
    '//admin/users',
    '/admin//users',
    '/./admin/users',
    '/admin/./users',
    '/x/../admin/users',
    '/auth/../admin/users',
    '/health/live/../../admin/users',
    '/health/live/%2e%2e/%2e%2e/admin/users',
    '/health/live%2f..%2f..%2fadmin%2fusers',
    '/users/me/..%2f..%2fadmin/users',
    '/admin%2fusers',
    '/admin%2Fusers',
    '/admin%252fusers',
    '/admin%5cusers',
    '/admin\\users',
    '/ADMIN/users',
    '/Admin/Users',
    '/admin/users/',
    '/admin/users/.',
    '/admin/users/..',
    '/admin/users./',
    '/admin./users',
    '/admin/users%20',
    '/admin/users%00',
    '/admin/users%0d%0aX-Admin:1',
    '/admin/users;a=b',
    '/admin/users?role=admin',
    '/admin/users#admin',
    '/%ff/admin/users',
    '/admin/users%',
    'http://localhost/admin/users',
    'http://admin@localhost/admin/users',
    '*',
  ])('nobody on an admin route by its path: %s', async (target) => {
    for (const credential of [[], [`Authorization: Bearer ${token}`]]) {
      const { status, body } = await raw(target, credential);
      expect([400, 401, 403, 404]).toContain(status);
      expect(body).not.toContain('"items"');
    }
  });

  it.each<[string, string[]]>([
    ['a null byte', ['Authorization: Bearer a\0b']],
    ['no scheme', ['Authorization: {token}']],
    ['the scheme grown together with it', ['Authorization: Bearer{token}']],
    ['another scheme', ['Authorization: Basic {token}']],
    ['two tokens in one field', ['Authorization: Bearer {token}, Bearer {token}']],
    ['two fields', ['Authorization: Bearer {token}', 'authorization: Bearer x']],
    ['a folded field', ['Authorization: Bearer', ' {token}']],
    ['another name', ['X-Authorization: Bearer {token}']],
    ['a cookie', ['Cookie: access_token={token}; token={token}']],
    ['a proxy’s field', ['Proxy-Authorization: Bearer {token}']],
    ['headers that say who it is', ['X-User-Id: admin', 'X-Forwarded-User: admin', 'X-Original-URL: /admin/users']],
  ])('nobody with a token presented by %s', async (_, headers) => {
    const { status, body } = await raw(
      '/users/me',
      headers.map((line) => line.replaceAll('{token}', token)),
    );
    expect([400, 401]).toContain(status);
    expect(body).not.toContain('"email"');
  });

  it('a user whose scheme is in another case, and set off by several spaces', async () => {
    expect((await raw('/users/me', [`authorization:   bEaReR    ${token}  `])).status).toBe(200);
  });

  it('nobody by another method than the request’s own', async () => {
    for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
      const headers = [`Authorization: Bearer ${token}`, `${name}: POST`];
      expect((await raw('/auth/logout', headers)).status).toBe(404);
      expect((await raw('/auth/logout?_method=POST', headers)).status).toBe(404);
    }
    expect((await client.get('/users/me', { token })).status).toBe(200);
  });

  describe('whoever sends bodies that the routes do not ask for', () => {
    interface Operation {
      requestBody?: { content: Record<string, { schema?: { $ref?: string } }> };
    }
    interface Document {
      paths: Record<string, Record<string, Operation>>;
      components: { schemas: Record<string, { properties?: Record<string, unknown> }> };
    }
    const id = '0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c';
    const about = /^\/(auth|users|api-keys|admin)(\/|$)/;

    it('is told so by every route about accounts, and never by a failure', async () => {
      const { paths, components } = (await client.get('/openapi.json')).body as Document;
      const admin = await loginAdmin(client);
      const bearer = { authorization: `Bearer ${admin.token}` };
      const failures: string[] = [];
      let asked = 0;
      const send = async (name: string, method: string, path: string, type: string, body: string) => {
        const answer = await fetch(service.url + path, { method, headers: { ...bearer, 'content-type': type }, body });
        asked += 1;
        if (answer.status < 400 || answer.status > 499) failures.push(`${name} ${type} ${body}: ${answer.status}`);
      };
      for (const [template, item] of Object.entries(paths)) {
        for (const [verb, { requestBody }] of Object.entries(item)) {
          const schema = requestBody?.content['application/json']?.schema?.$ref?.split('/').at(-1);
          if (!about.test(template) || schema === undefined) continue;
          const fields = Object.keys(components.schemas[schema]?.properties ?? {});
          const path = template.replaceAll(/\{[^}]+\}/g, id);
          const method = verb.toUpperCase();
          const to = (type: string, body: string) => send(`${method} ${template}`, method, path, type, body);
          await to('application/x-www-form-urlencoded', fields.map((field) => `${field}=x`).join('&'));
          await to('text/plain', '{}');
          await to('multipart/form-data; boundary=x', '--x--\r\n');
          for (const body of ['', '[]', '"x"', 'null', '1', '[{}]', '{', '{"__proto__":{"role":"admin"}}']) {
            await to('application/json', body);
          }
          await to('application/json', '{"constructor":{"prototype":{"role":"admin"}}}');
          await to('application/json', JSON.stringify({ user_id: id, is_admin: true, toString: 1 }));
          for (const value of [{}, { $ne: null }, [[]], '\0', '\ud800', -1e308]) {
            await to(
              'application/json',
              JSON.stringify({ ...Object.fromEntries(fields.map((field) => [field, value])), x: 1 }),
            );
          }
        }
      }
      expect(failures).toEqual([]);
      expect(asked).toBeGreaterThan(100);
      expect(({} as Record<string, unknown>)['role']).toBeUndefined();
      expect((await client.get('/users/me', { token: admin.token })).body.role).toBe('admin');
    });
  });
});
