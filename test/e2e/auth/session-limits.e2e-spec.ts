import { Client } from 'pg';
import { api, type Api, login, register } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

/** What only time brings about is written into the database instead of waited for. */
describeOnce('a session over time', () => {
  let stores: Record<string, string>;
  let service: Service;
  let client: Api;
  /** A second instance: started when the first has old sessions, with mail and a higher cost of passwords. */
  let later: Service;
  let database: Client;

  beforeAll(async () => {
    stores = await sharedStores();
    service = await startService(stores);
    client = api(service);
    database = new Client({ connectionString: stores['DATABASE_URL'] });
    await database.connect();
  });
  afterAll(async () => {
    await database.end();
    await Promise.all([service.stop(), later.stop()]);
  });

  const refresh = (refresh_token: string) => client.post('/auth/refresh', { body: { refresh_token } });
  const set = (userId: string, change: string) =>
    database.query(`update sessions set ${change}, version = version + 1 where user_id = $1`, [userId]);

  it.each(['idle_expires_at', 'absolute_expires_at'])('is over at its %s', async (limit) => {
    const { id, refreshToken } = await register(client);
    await set(id, `${limit} = now() - interval '1 second'`);
    const answer = await refresh(refreshToken);
    expect([answer.status, answer.body.code]).toEqual([401, 'refresh_token_invalid']);
  });

  it('gives no access token that would outlive it', async () => {
    const { id, refreshToken } = await register(client);
    await set(id, `absolute_expires_at = now() + interval '100 seconds'`);
    const { body } = await refresh(refreshToken);
    expect(body.expires_in).toBeGreaterThan(60);
    expect(body.expires_in).toBeLessThanOrEqual(100);
  });

  it('forgives the last token within the grace only', async () => {
    const { id, token, refreshToken } = await register(client);
    const successor = (await refresh(refreshToken)).body.refresh_token;
    expect((await refresh(refreshToken)).body.refresh_token).toBe(successor);
    await set(id, `refreshed_at = now() - interval '11 seconds'`);
    expect((await refresh(refreshToken)).body.code).toBe('refresh_token_invalid');
    expect((await client.get('/users/me', { token })).body.code).toBe('token_revoked');
    expect((await refresh(successor)).status).toBe(401);
  });

  it('leaves the database 30 days after its end', async () => {
    const [ended, idle, recent] = [await register(client), await register(client), await register(client)];
    await set(ended.id, `ended_at = now() - interval '31 days'`);
    await set(idle.id, `idle_expires_at = now() - interval '31 days'`);
    await set(recent.id, `ended_at = now() - interval '29 days'`);
    later = await startService({
      ...stores,
      ARGON2_ITERATIONS: '3',
      SMTP_URL: 'smtp://127.0.0.1:9',
      BASE_URL: 'http://127.0.0.1',
      EMAIL_VERIFICATION: 'off',
    });
    const left = async (id: string) =>
      (await database.query('select id from sessions where user_id = $1', [id])).rows.length;
    await until('they are gone', async () => (await left(ended.id)) + (await left(idle.id)) === 0);
    expect(await left(recent.id)).toBe(1);
  });

  it('that is ended by a reused token is on record, and its owner is told', async () => {
    const there = api(later);
    const { id, refreshToken } = await register(client);
    for (const turn of [1, 2]) expect([turn, (await refresh(refreshToken)).status]).toEqual([turn, 200]);
    await set(id, `refreshed_at = now() - interval '1 minute'`);
    const reused = await there.post('/auth/refresh', {
      body: { refresh_token: refreshToken },
      headers: { 'user-agent': 'curl/8.14.1' },
    });
    expect([reused.status, reused.body.code]).toEqual([401, 'refresh_token_invalid']);
    const mails = await database.query(`select template from mail_outbox where user_id = $1`, [id]);
    expect(mails.rows).toEqual([{ template: 'security-notice' }]);
    const sessions = await database.query('select end_reason from sessions where user_id = $1', [id]);
    expect(sessions.rows).toEqual([{ end_reason: 'refresh_reuse' }]);
    await until('it is in the record', async () => {
      const text = `select 1 from activity_events where type = 'auth.token.reuse_detected' and user_id = $1`;
      return (await database.query(text, [id])).rows.length === 1;
    });
  });

  it('gives racing clients of two instances the same successor', async () => {
    const { refreshToken } = await register(client);
    const clients = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? client : api(later)));
    const answers = await Promise.all(
      clients.map((each) => each.post('/auth/refresh', { body: { refresh_token: refreshToken } })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
  });

  it('keeps the life that its sign-in asked for, and says which device it is on', async () => {
    const { email, password } = await register(client);
    const signedIn = await client.post('/auth/login', {
      body: { email, password, expires_in: 900 },
      headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0' },
    });
    const { body } = await refresh(signedIn.body.refresh_token);
    expect(body.expires_in).toBe(900);
    const { items } = (await client.get('/auth/sessions', { token: body.access_token })).body;
    expect(items.find(({ current }: { current: boolean }) => current)).toMatchObject({
      device: 'Firefox on Linux',
      network: '127.0.0.1',
      created_at: expect.any(String),
      last_used_at: expect.any(String),
    });
  });

  it('keeps nothing that could be used: no token, no key in the clear', async () => {
    const { id, refreshToken } = await register(client);
    const { rows } = await database.query(
      'select * from sessions join users on users.id = user_id where user_id = $1',
      [id],
    );
    expect(JSON.stringify(rows)).not.toContain(refreshToken.slice(4, 40));
    expect(rows[0].password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('is opened with a password hash at the cost of today', async () => {
    const { id, email, password } = await register(client);
    // At once: each finds the old hash, one of them replaces it, all of them are let in.
    await Promise.all([1, 2, 3].map(() => login(api(later), email, password)));
    const { rows } = await database.query('select password_hash from users where id = $1', [id]);
    expect(rows[0].password_hash).toContain('m=19456,t=3,p=1');
    await login(client, email, password);
  });

  it('was last used when it was last used, not only when it was refreshed', async () => {
    const { id, token } = await register(client);
    await set(id, `last_used_at = now() - interval '1 day'`);
    expect((await api(later).get('/users/me', { token })).status).toBe(200);
    await later.stop();
    const { rows } = await database.query(
      `select last_used_at > now() - interval '1 minute' as now from sessions where user_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ now: true }]);
  });
});
