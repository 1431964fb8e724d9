import { Redis } from 'ioredis';
import { Client } from 'pg';
import { api, type Api, login, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { Authenticator, enrol, type Enrolled } from '../../support/authenticator.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { ActivityRecord } from '../../support/record.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

/** The payload of a token, unchecked. */
function payload(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString());
}

/** Two instances on the same stores: the second one demands a second factor of admins, and sends mail. */
describeOnce('a second factor', () => {
  let services: Service[];
  let client: Api;
  let demanding: Api;
  let database: Client;
  let redis: Redis;
  let user: SignedIn;
  let enrolled: Enrolled;

  beforeAll(async () => {
    const stores = await sharedStores();
    const mail = { BASE_URL: 'http://127.0.0.1:9', SMTP_URL: 'smtp://127.0.0.1:9' };
    services = await Promise.all([startService(stores), startService({ ...stores, ...mail, MFA_REQUIRED: 'admins' })]);
    [client, demanding] = services.map(api) as [Api, Api];
    database = new Client({ connectionString: stores['DATABASE_URL'] });
    redis = new Redis(stores['REDIS_URL'] as string);
    await database.connect();
    user = await register(client);
    enrolled = await enrol(demanding, user.token);
  });
  afterAll(async () => {
    redis.disconnect();
    await database.end();
    for (const service of services) await service.stop();
  });

  // As if time had passed: every step may be spent again, and wrong codes are forgotten.
  beforeEach(async () => {
    await database.query('update totp_factors set last_step = 0');
    const counters = await redis.keys('*:auth:*');
    if (counters.length > 0) await redis.del(...counters);
  });

  const signIn = (otp?: string, who = client, password = user.password) =>
    who.post('/auth/login', { body: { email: user.email, password, ...(otp === undefined ? {} : { otp }) } });

  const notices = async () => {
    const { rows } = await database.query(
      `select count(*)::int as n from mail_outbox where template = 'security-notice'`,
    );
    return rows[0].n as number;
  };

  it('is asked for after a right password, on every instance, and told of the account', async () => {
    const answer = await signIn();
    expect([answer.status, answer.body.code]).toEqual([401, 'mfa_required']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="codepitamah"');
    const right = await signIn(enrolled.app.code(), demanding);
    expect([right.status, right.body.user.mfa_enabled]).toEqual([200, true]);
    expect(payload(right.body.access_token)['amr']).toEqual(['pwd', 'otp', 'mfa']);
    const refreshed = await client.post('/auth/refresh', { body: { refresh_token: right.body.refresh_token } });
    expect(payload(refreshed.body.access_token)['amr']).toEqual(['pwd', 'otp', 'mfa']);
  });

  it('is not spoken of before the password is right', async () => {
    for (const otp of [undefined, '000000', enrolled.app.code()]) {
      const answer = await signIn(otp, client, 'not the password');
      expect([answer.status, answer.body.code]).toEqual([401, 'invalid_credentials']);
    }
    // None of the codes above was looked at: five are left, and this one is unspent.
    expect((await signIn(enrolled.app.code())).status).toBe(200);
  });

  it('takes a code once, however many send it at once to whichever instance', async () => {
    const code = enrolled.app.code();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => signIn(code, i % 2 ? client : demanding)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of answers.filter(({ status }) => status !== 200)) {
      expect([401, 429]).toContain(status);
      expect(['mfa_invalid', 'rate_limited']).toContain(body.code);
    }
  });

  it('takes the code before and the code after, never an older one than the last', async () => {
    expect((await signIn(enrolled.app.code(1))).status).toBe(200);
    expect((await signIn(enrolled.app.code(0))).body.code).toBe('mfa_invalid');
    await database.query('update totp_factors set last_step = 0');
    expect((await signIn(enrolled.app.code(-1))).status).toBe(200);
    expect((await signIn(enrolled.app.code(-3))).body.code).toBe('mfa_invalid');
    expect((await signIn(enrolled.app.code(3))).body.code).toBe('mfa_invalid');
  });

  it('takes five tries in five minutes, right or wrong after them, and the session in hand goes on', async () => {
    const wrong = enrolled.app.code(20);
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(wrong)));
    const codes = answers.map(({ body }) => body.code);
    expect(codes.filter((code) => code === 'mfa_invalid')).toHaveLength(5);
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(7);
    const right = await signIn(enrolled.app.code(), demanding);
    expect([right.status, right.body.code]).toEqual([429, 'rate_limited']);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(200);
    expect((await client.get('/users/me', { token: user.token })).status).toBe(200);
    // Somebody without the password is told nothing of it.
    expect((await signIn(wrong, client, 'not the password')).body.code).toBe('invalid_credentials');
  });

  it('counts only what could be a code', async () => {
    for (const otp of ['', '12345', 123456, ['123456'], { $ne: '' }, '１２３４５６', 'A'.repeat(33), '123456\u0000']) {
      const answer = await client.post('/auth/login', { body: { email: user.email, password: user.password, otp } });
      expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    }
    expect((await signIn(enrolled.app.code())).status).toBe(200);
  });

  it('is stood in for by a recovery code, once, in whatever letters', async () => {
    const [code] = enrolled.recoveryCodes as [string];
    const before = await notices();
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => signIn(code.toLowerCase().replaceAll('-', ''), demanding)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    const { access_token } = answers.find(({ status }) => status === 200)!.body;
    expect(payload(access_token)['amr']).toEqual(['pwd', 'mfa']);
    expect(await notices()).toBe(before + 1);
    const state = await client.get('/auth/mfa', { token: user.token });
    expect(state.body).toEqual({ totp: true, recovery_codes_left: 9, required: false });
  });

  it('gets new recovery codes for a code, and the old ones are void', async () => {
    const old = enrolled.recoveryCodes.at(-1) as string;
    const { token } = user;
    const wrong = await client.post('/auth/mfa/recovery-codes', { token, body: { code: enrolled.app.code(9) } });
    expect(wrong.body.code).toBe('mfa_invalid');
    const answer = await client.post('/auth/mfa/recovery-codes', { token, body: { code: enrolled.app.code() } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await signIn(old)).body.code).toBe('mfa_invalid');
    expect((await signIn(answer.body.recovery_codes[0])).status).toBe(200);
  });

  it('lies encrypted and hashed in the database', async () => {
    const { rows } = await database.query<{ secret: Buffer; code_hash: Buffer }>(
      'select secret, code_hash from totp_factors join recovery_codes using (user_id) where user_id = $1',
      [user.id],
    );
    expect(rows).toHaveLength(10);
    for (const { secret, code_hash } of rows) {
      // Version, IV and tag before the twenty bytes of the secret; a SHA-256.
      expect([secret.length, code_hash.length]).toEqual([1 + 12 + 16 + 20, 32]);
      expect(enrolled.app.knows(secret)).toBe(false);
    }
  });

  it('is enrolled by two steps, of which the first changes nothing', async () => {
    const { token, email, password, id } = await register(client);
    const nothing = await client.post('/auth/mfa/totp/confirm', { token, body: { code: '123456' } });
    expect([nothing.status, nothing.body.code]).toEqual([409, 'conflict']);
    const first = await client.post('/auth/mfa/totp', { token });
    expect(first.body).toEqual({
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      otpauth_uri: expect.stringContaining(`otpauth://totp/CodePitamah:${encodeURIComponent(email)}?secret=`),
    });
    expect(first.headers.get('cache-control')).toBe('no-store');
    await login(client, email, password);
    const second = await client.post('/auth/mfa/totp', { token });
    const void_ = new Authenticator(first.body.secret);
    const app = new Authenticator(second.body.secret);
    const confirm = (code: string) => client.post('/auth/mfa/totp/confirm', { token, body: { code } });
    expect((await confirm(void_.code())).body.code).toBe('mfa_invalid');
    const answers = await Promise.all([1, 2, 3].map(() => confirm(app.code())));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const { recovery_codes } = answers.find(({ status }) => status === 200)!.body;
    expect(new Set(recovery_codes).size).toBe(10);
    expect((await client.post('/auth/mfa/totp', { token })).body.code).toBe('conflict');
    // The code that confirmed is spent.
    const again = await client.post('/auth/login', { body: { email, password, otp: app.code() } });
    expect(again.body.code).toBe('mfa_invalid');
    await until('the record tells of it', async () => {
      const { rows } = await database.query(
        `select 1 from activity_events where type = 'auth.mfa.enabled' and user_id = $1`,
        [id],
      );
      return rows.length === 1;
    });
  });

  it('is removed with password and code, and takes other sessions along when asked to', async () => {
    const { email, password, token } = await register(client);
    const other = await login(client, email, password);
    const { app } = await enrol(client, token);
    const before = await notices();
    const remove = (body: object) => demanding.delete('/auth/mfa/totp', { token, body });
    expect((await remove({ password: 'not the password', code: app.code(1) })).body.code).toBe('invalid_credentials');
    expect((await remove({ password, code: app.code(9) })).body.code).toBe('mfa_invalid');
    expect((await remove({ password })).status).toBe(400);
    expect((await client.get('/users/me', { token: other.token })).status).toBe(200);
    expect((await remove({ password, code: app.code(1), end_other_sessions: true })).status).toBe(204);
    expect((await client.get('/users/me', { token: other.token })).body.code).toBe('token_revoked');
    expect((await client.get('/users/me', { token })).body.mfa_enabled).toBe(false);
    expect(await notices()).toBe(before + 1);
    await login(client, email, password);
    expect((await remove({ password, code: app.code(1) })).body.code).toBe('conflict');
    const later = await client.post('/auth/mfa/totp', { token });
    expect(later.status).toBe(200);
  });

  it('ends other sessions at enrolment when asked to', async () => {
    const { email, password, token } = await register(client);
    const other = await login(client, email, password);
    await enrol(client, token, { end_other_sessions: true });
    expect((await client.get('/users/me', { token: other.token })).body.code).toBe('token_revoked');
    expect((await client.get('/users/me', { token })).status).toBe(200);
  });

  describe('of admins, where MFA_REQUIRED demands it', () => {
    it('opens everything but enrolment only once it is proved', async () => {
      const admin = await loginAdmin(demanding);
      const { token } = admin;
      for (const path of ['/admin/users', '/admin/analytics', '/users/me/limits']) {
        const answer = await demanding.get(path, { token });
        expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'mfa_enrolment_required']);
      }
      expect((await demanding.post('/api-keys', { token, body: { name: 'way round' } })).status).not.toBe(201);
      expect((await demanding.get('/users/me', { token })).status).toBe(200);
      expect((await demanding.get('/auth/mfa', { token })).body.required).toBe(true);
      expect((await client.get('/admin/users', { token })).status).toBe(200);

      const other = await loginAdmin(client);
      const { app } = await enrol(demanding, token);
      expect((await demanding.get('/admin/users', { token })).status).toBe(200);
      // A session from before the factor has proved nothing.
      expect((await demanding.get('/admin/users', { token: other.token })).body.code).toBe('mfa_enrolment_required');

      const remove = await demanding.delete('/auth/mfa/totp', {
        token,
        body: { password: admin.password, code: app.code(1) },
      });
      expect(remove.status).toBe(204);
      expect((await client.get('/users/me', { token })).body.code).toBe('token_revoked');
    });

    it('leaves everybody else alone', async () => {
      const { token } = await register(client);
      expect((await demanding.patch('/users/me', { token, body: { name: 'Ada' } })).status).toBe(200);
    });
  });

  it('is reset by an admin, with a reason on record, and ends the sessions of its owner', async () => {
    const { id, email, password, token } = await register(client);
    await enrol(client, token);
    const admin = await loginAdmin(client);
    const reset = (body: object, as = admin.token) => client.post(`/admin/users/${id}/reset-mfa`, { token: as, body });
    expect((await reset({ reason: 'none' }, token)).body.code).toBe('insufficient_scope');
    expect((await reset({})).status).toBe(400);
    expect((await reset({ reason: 'lost the phone' })).status).toBe(204);
    expect((await reset({ reason: 'lost the phone' })).body.code).toBe('conflict');
    expect((await client.get('/users/me', { token })).body.code).toBe('token_revoked');
    expect(await login(client, email, password)).toMatchObject({ id });
    await until('the record tells of it', async () => {
      const record = new ActivityRecord(database);
      const rows = await record.rows(`type = 'auth.mfa.reset' and user_id = $1`, [id]);
      return rows.some(({ event }) => event.data?.['reason'] === 'lost the phone');
    });
  });
});
