import { api, type Api, login, register } from '../../support/api.js';
import { type Service, startService } from '../../support/service.js';

const password = 'Tall-Banyan-Tree-42';

/** The payload of a token, unchecked. */
function payload(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString());
}

describe('registration and sign-in', () => {
  let service: Service;
  let client: Api;

  beforeAll(async () => {
    service = await startService();
    client = api(service);
  });
  afterAll(() => service.stop());

  describe('POST /auth/register', () => {
    it('opens an account and signs it in, with the claims of the contract', async () => {
      const body = { email: 'Ada.Lovelace@Example.org', password, name: 'Ada' };
      const answer = await client.post('/auth/register', { body });
      expect(answer.status).toBe(201);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const { user, access_token, ...rest } = answer.body;
      expect(user).toEqual({
        id: expect.any(String),
        email: 'Ada.Lovelace@Example.org',
        name: 'Ada',
        plan: 'free',
        role: 'user',
        status: 'active',
        permissions: ['code_analysis', 'architecture_generation'],
        mfa_enabled: false,
        email_verified: false,
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      });
      expect(rest).toEqual({
        token_type: 'Bearer',
        expires_in: 86_400,
        refresh_token: expect.stringMatching(/^cpr_/),
      });
      const claims = payload(access_token);
      expect(claims).toMatchObject({
        sub: user.id,
        user_id: user.id,
        email: user.email,
        subscription_plan: 'free',
        rate_limit_multiplier: 1,
        permissions: user.permissions,
        role: 'user',
        iss: 'codepitamah',
        aud: 'codepitamah-api',
        amr: ['pwd'],
      });
      expect(Number(claims['exp']) - Number(claims['iat'])).toBe(86_400);
      expect((await client.get('/users/me', { token: access_token })).body).toEqual(user);
    });

    it('refuses an address that is taken, in any spelling', async () => {
      const { email } = await register(client);
      for (const taken of [email, email.toUpperCase()]) {
        const answer = await client.post('/auth/register', { body: { email: taken, password } });
        expect([answer.status, answer.body.code]).toEqual([409, 'email_taken']);
      }
    });

    it('lets one of many simultaneous registrations of an address win', async () => {
      const body = { email: 'race@example.org', password };
      const answers = await Promise.all(Array.from({ length: 8 }, () => client.post('/auth/register', { body })));
      expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array(7).fill(409)]);
    });

    it('names every bad and unknown field at once, and echoes none', async () => {
      const body = { email: 'nobody', password: 'Password123!', name: '', role: 'admin', plan: 'enterprise' };
      const answer = await client.post('/auth/register', { body });
      expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
      const pointers = answer.body.errors.map((error: { pointer: string }) => error.pointer).sort();
      expect(pointers).toEqual(['/email', '/name', '/password', '/plan', '/role']);
      expect(JSON.stringify(answer.body)).not.toContain('Password123!');
    });

    it.each<[string, unknown]>([
      ['nothing', {}],
      ['a list', []],
      ['a text', 'x'],
      ['null', null],
      ['a number as address', { email: 1, password }],
      ['null as password', { email: 'x@example.org', password: null }],
      ['a list as password', { email: 'x@example.org', password: [password] }],
      ['an object as password', { email: 'x@example.org', password: { $ne: '' } }],
      ['a password of 1025 bytes', { email: 'x@example.org', password: 'a'.repeat(1025) }],
      ['an invisible name', { email: 'x@example.org', password, name: '\u0007\u0007' }],
      ['an address with a space', { email: ' x@example.org', password }],
      ['a look-alike address', { email: '\uff41@example.org', password }],
      ['a prototype', { email: 'x@example.org', password, constructor: { prototype: {} } }],
    ])('refuses %s', async (what, body) => {
      const answer = await client.post('/auth/register', { body });
      const code = what === 'a prototype' ? 'malformed_json' : 'validation_failed';
      expect(answer.body).toMatchObject({ status: 400, code });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    });

    it('accepts a sound password that only looks common', async () => {
      const body = { email: 'sound@example.org', password: 'SecurePass123!' };
      expect((await client.post('/auth/register', { body })).status).toBe(201);
    });
  });

  describe('POST /auth/login', () => {
    it('signs in, whatever the case of the address', async () => {
      const { id, email } = await register(client);
      const answer = await client.post('/auth/login', { body: { email: email.toUpperCase(), password } });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.body.user.id).toBe(id);
      expect(Object.keys(answer.body).sort()).toEqual(
        ['access_token', 'expires_in', 'refresh_token', 'token_type', 'user'].sort(),
      );
    });

    it('gives a shorter life on request', async () => {
      const { email } = await register(client);
      const answer = await client.post('/auth/login', { body: { email, password, expires_in: 60, otp: '123456' } });
      expect(answer.body.expires_in).toBe(60);
      const claims = payload(answer.body.access_token);
      expect(Number(claims['exp']) - Number(claims['iat'])).toBe(60);
    });

    it.each([59, 86_401, 1.5, '60', null])('refuses a life of %j s', async (expires_in) => {
      const answer = await client.post('/auth/login', { body: { email: 'x@example.org', password, expires_in } });
      // null is "not given" for an optional field; there is no such account then.
      expect(answer.status).toBe(expires_in === null ? 401 : 400);
    });

    it('answers alike for a wrong password, an unknown address and a closed account', async () => {
      const { email } = await register(client);
      const wrong = await client.post('/auth/login', { body: { email, password: 'wrong password' } });
      const unknown = await client.post('/auth/login', { body: { email: 'unknown@example.org', password } });
      for (const answer of [wrong, unknown]) {
        expect([answer.status, answer.body.code]).toEqual([401, 'invalid_credentials']);
        expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="codepitamah"');
      }
      const shape = (answer: typeof wrong) => ({ ...answer.body, request_id: '' });
      expect(shape(wrong)).toEqual(shape(unknown));
    });

    it('refuses unknown fields and a password too long to hash', async () => {
      const { email } = await register(client);
      const extra = await client.post('/auth/login', { body: { email, password, role: 'admin' } });
      expect(extra.body.errors).toEqual([expect.objectContaining({ pointer: '/role', code: 'unknown_field' })]);
      const long = await client.post('/auth/login', { body: { email, password: 'a'.repeat(2_000) } });
      expect(long.status).toBe(400);
    });
  });

  describe('POST /auth/password/change', () => {
    const changed = 'Wide-Peepal-Leaf-17';

    it('needs the current password, and ends the other sessions but not this one', async () => {
      const first = await register(client);
      const second = await login(client, first.email, password);
      const wrong = await client.post('/auth/password/change', {
        token: first.token,
        body: { current_password: 'not this one', new_password: changed },
      });
      expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid_credentials']);
      const right = await client.post('/auth/password/change', {
        token: first.token,
        body: { current_password: password, new_password: changed },
      });
      expect(right.status).toBe(204);
      expect((await client.get('/users/me', { token: first.token })).status).toBe(200);
      expect((await client.get('/users/me', { token: second.token })).body.code).toBe('token_revoked');
      const old = await client.post('/auth/login', { body: { email: first.email, password } });
      expect(old.body.code).toBe('invalid_credentials');
      await login(client, first.email, changed);
    });

    it('holds the new password to the policy, with the account’s own words', async () => {
      const { token } = await register(client, 'meghdoot@example.org');
      for (const new_password of ['short', 'iloveyou1', 'meghdoot-12', 'ü'.repeat(600)]) {
        const answer = await client.post('/auth/password/change', {
          token,
          body: { current_password: password, new_password },
        });
        expect(answer.status).toBe(400);
        expect(answer.body.errors).toEqual([expect.objectContaining({ pointer: '/new_password' })]);
      }
    });
  });

  it('answers GET /.well-known/jwks.json without keys: a shared secret is never published', async () => {
    const answer = await client.get('/.well-known/jwks.json');
    expect([answer.status, answer.body]).toEqual([200, { keys: [] }]);
  });
});
