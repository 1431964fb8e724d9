import { api, type Answer, type Api, login, type SignedIn } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { type MailInstances, startMailInstances } from '../../support/mail-instances.js';
import { type MailServer, tokenIn } from '../../support/mail-server.js';
import { startService } from '../../support/service.js';

const password = 'Tall-Banyan-Tree-42';
const changed = 'Wide-Peepal-Leaf-17';

describeOnce('passwords', () => {
  let instances: MailInstances;
  let mail: MailServer;
  let client: Api;
  let elsewhere: Api;
  let store: MailInstances['store'];
  let stores: Record<string, string>;

  beforeAll(async () => {
    instances = await startMailInstances();
    ({ mail, client, elsewhere, store, stores } = instances);
  });
  afterAll(() => instances.stop());

  const code = ({ status, body }: Answer) => [status, body.code];
  const signIn = (email: string, chosen: string) => client.post('/auth/login', { body: { email, password: chosen } });
  const forgot = (email: string, at = client) => at.post('/auth/password/forgot', { body: { email } });
  const reset = (token: string, new_password: string, at = elsewhere) =>
    at.post('/auth/password/reset', { body: { token, new_password } });

  async function account(email: string): Promise<SignedIn> {
    await client.post('/auth/register', { body: { email, password } });
    const token = tokenIn(await mail.mailTo(email, /Confirm/));
    await client.post('/auth/email/verify', { body: { token } });
    return login(client, email, password);
  }

  describe('forgotten', () => {
    it('are replaced by a link to the stored address, and every session ends on every instance', async () => {
      const user = await account('reset@example.org');
      const unknown = await forgot('unknown@example.org');
      const known = await forgot('RESET@Example.org');
      const shape = ({ status, body, headers }: Answer) => [status, body, [...headers.keys()].sort()];
      expect(known.status).toBe(202);
      expect(shape(known)).toEqual(shape(unknown));
      const token = tokenIn(await mail.mailTo('reset@example.org', /new password/));

      for (const weak of ['short', 'iloveyou1', 'reset-1234']) {
        const refused = await reset(token, weak);
        expect(code(refused)).toEqual([400, 'validation_failed']);
        expect(refused.body.errors).toEqual([expect.objectContaining({ pointer: '/new_password' })]);
      }
      expect((await elsewhere.get('/users/me', { token: user.token })).status).toBe(200);
      expect((await reset(token, changed)).status).toBe(204);
      for (const at of [client, elsewhere]) {
        expect((await at.get('/users/me', { token: user.token })).body.code).toBe('token_revoked');
      }
      const refresh = await client.post('/auth/refresh', { body: { refresh_token: user.refreshToken } });
      expect(code(refresh)).toEqual([401, 'refresh_token_invalid']);
      expect(code(await reset(token, password))).toEqual([401, 'link_invalid']);
      expect(code(await signIn('reset@example.org', password))).toEqual([401, 'invalid_credentials']);
      await login(client, 'reset@example.org', changed);
      await mail.mailTo('reset@example.org', /was reset/);
      expect(mail.mailsTo('unknown@example.org')).toEqual([]);
    });

    it('need the newest link, in time, once', async () => {
      await account('newest@example.org');
      await forgot('newest@example.org');
      const first = tokenIn(await mail.mailTo('newest@example.org', /new password/));
      await forgot('newest@example.org', elsewhere);
      const second = tokenIn(await mail.mailTo('newest@example.org', /new password/, 2));
      expect(code(await reset(first, changed))).toEqual([401, 'link_invalid']);
      const uses = [client, elsewhere, client, elsewhere, client, elsewhere];
      const answers = await Promise.all(uses.map((at) => reset(second, changed, at)));
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
      await forgot('newest@example.org');
      const third = tokenIn(await mail.mailTo('newest@example.org', /new password/, 3));
      await store.query(`update one_time_links set expires_at = now() - interval '1 second'`);
      expect(code(await reset(third, password))).toEqual([401, 'link_invalid']);
    });

    it('are not reset for a disabled account', async () => {
      await account('disabled@example.org');
      await forgot('disabled@example.org');
      const token = tokenIn(await mail.mailTo('disabled@example.org', /new password/));
      await store.query(`update users set status = 'disabled' where email = 'disabled@example.org'`);
      expect(code(await reset(token, changed))).toEqual([401, 'link_invalid']);
      expect((await forgot('disabled@example.org')).status).toBe(202);
      await account('witness@example.org');
      expect(mail.mailsTo('disabled@example.org', /new password/)).toHaveLength(1);
    });

    it('take no link from the Host header', async () => {
      await account('host@example.org');
      const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' };
      await client.post('/auth/password/forgot', { body: { email: 'host@example.org' }, headers });
      const { text, html } = await mail.mailTo('host@example.org', /new password/);
      expect(text + html).not.toContain('evil.example');
      expect(text).toContain('https://code.example.org/links/reset-password#token=');
    });
  });

  describe('changed', () => {
    it('end the other sessions and every mailed link, and their owner is told', async () => {
      const user = await account('change@example.org');
      const second = await login(elsewhere, 'change@example.org', password);
      await forgot('change@example.org');
      const token = tokenIn(await mail.mailTo('change@example.org', /new password/));
      const answer = await client.post('/auth/password/change', {
        token: user.token,
        body: { current_password: password, new_password: changed },
        headers: { 'user-agent': 'Firefox/140 (see https://evil.example)' },
      });
      expect(answer.status).toBe(204);
      expect((await elsewhere.get('/users/me', { token: second.token })).body.code).toBe('token_revoked');
      expect((await elsewhere.get('/users/me', { token: user.token })).status).toBe(200);
      expect(code(await reset(token, password))).toEqual([401, 'link_invalid']);
      const notice = await mail.mailTo('change@example.org', /was changed/);
      expect(notice.text).toContain('127.0.0.1');
      expect(notice.text + notice.html).not.toContain('evil.example');
    });

    it('need a recent sign-in besides the current password', async () => {
      const user = await account('stale@example.org');
      await store.query(`update sessions set authenticated_at = authenticated_at - interval '11 minutes'
        where user_id = '${user.id}'`);
      const { body } = await client.post('/auth/refresh', { body: { refresh_token: user.refreshToken } });
      const answer = await client.post('/auth/password/change', {
        token: body.access_token,
        body: { current_password: password, new_password: changed },
      });
      expect(code(answer)).toEqual([401, 'reauthentication_required']);
    });
  });

  describe('hashed', () => {
    it('anew at a sign-in after the cost or the pepper changed', async () => {
      await account('rehash@example.org');
      const hash = async () =>
        (await store.query(`select password_hash from users where email = 'rehash@example.org'`)).rows[0].password_hash;
      expect(await hash()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      const PASSWORD_PEPPERS = '1:aG93IG5vdyBicm93biBjb3cgd2l0aCB0aGUgYmlnIGVhcnM=';
      const peppered = await startService({ ...stores, PASSWORD_PEPPERS, ARGON2_ITERATIONS: '3' });
      await login(api(peppered), 'rehash@example.org', password);
      expect(await hash()).toMatch(/^\{1\}\$argon2id\$v=19\$m=19456,t=3,p=1\$/);
      await login(api(peppered), 'rehash@example.org', password);
      await peppered.stop();
      expect(code(await signIn('rehash@example.org', password))).toEqual([401, 'invalid_credentials']);
      for (const damaged of ['', 'x', '$argon2id$v=19$m=19456,t=2,p=1$', '{9}$argon2id$', '{1}']) {
        await store.query(`update users set password_hash = $1 where email = 'rehash@example.org'`, [damaged]);
        await store.query('delete from sign_in_failures');
        // The sixth guess within a moment is one too many; a slow machine may be past the moment.
        expect(damaged === '{1}' ? [401, 429] : [401]).toContain(code(await signIn(`rehash@example.org`, password))[0]);
      }
    });

    it.each([
      ['a megabyte', 'x'.repeat(1 << 20), 413],
      ['1025 bytes', 'x'.repeat(1025), 400],
      ['half a surrogate pair', `${password}\ud83d`, 400],
      ['a number', 12345678, 400],
      ['an object', { $gt: '' }, 400],
    ])('not at all when sent as %s', async (_, bad, status) => {
      const body = { email: 'nobody@example.org', password: bad };
      expect((await client.post('/auth/login', { body })).status).toBe(status);
      expect((await client.post('/auth/register', { body })).status).toBe(status);
    });

    it('with every character in either spelling, NUL included', async () => {
      const odd = 'caf\u00e9\u0000\ud83e\udd89 au lait';
      await client.post('/auth/register', { body: { email: 'odd@example.org', password: odd } });
      await client.post('/auth/email/verify', {
        body: { token: tokenIn(await mail.mailTo('odd@example.org', /Confirm/)) },
      });
      await login(client, 'odd@example.org', odd.normalize('NFD'));
      expect(code(await signIn('odd@example.org', odd.replace('lait', 'noir')))).toEqual([401, 'invalid_credentials']);
    });
  });
});

describe('passwords without mail, under the strict preset', () => {
  it('are longer, and a forgotten one is nobody’s secret', async () => {
    const service = await startService({ SECURITY_PRESET: 'strict' });
    const client = api(service);
    const register = (email: string, chosen: string) =>
      client.post('/auth/register', { body: { email, password: chosen } });
    const short = await register('ada@example.org', 'Quiet-River-14');
    expect(short.body.errors).toEqual([
      { pointer: '/password', code: 'password_policy', message: 'must have at least 15 characters' },
    ]);
    const { body } = await register('ada@example.org', password);
    for (const email of ['ada@example.org', 'nobody@example.org']) {
      const answer = await client.post('/auth/password/forgot', { body: { email } });
      expect(answer.status).toBe(202);
      expect(answer.body.detail).toContain('sends no mail');
    }
    const change = await client.post('/users/me/email', {
      token: body.access_token,
      body: { email: 'new@example.org', password },
    });
    expect([change.status, change.body.code]).toEqual([422, 'mail_not_configured']);
    const { features } = (await client.get('/security-status')).body;
    expect(features).toMatchObject({ mail: false, email_verification: false, password_reset: false });
    expect(service.logs()).toContain('SMTP_URL is not set');
    await service.stop();
  });
});
