import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { type Answer, api, type Api, login, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { analyze, byKey, code, makeKey } from '../../support/api-keys.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { ActivityRecord } from '../../support/record.js';
import { ADMIN, type Service, sharedStores, startService } from '../../support/service.js';

const agent = { 'user-agent': 'curl/8.14.1 of-ada' };

describeOnce('privacy on two instances', () => {
  let services: Service[];
  let stores: Record<string, string>;
  let here: Api;
  let there: Api;
  let record: ActivityRecord;

  beforeAll(async () => {
    stores = await sharedStores();
    services = [await startService(stores), await startService(stores)];
    [here, there] = services.map(api) as [Api, Api];
    record = await ActivityRecord.open(stores['DATABASE_URL'] as string);
  });
  afterAll(async () => {
    await record.close();
    await Promise.all(services.map((service) => service.stop()));
  });

  const rowsOf = async (table: string, id: string) =>
    (await record.client.query(`select * from ${table} where user_id = $1`, [id])).rows;
  /** The events of a user's requests are on record, and so is the making of a key, which comes there by another way. */
  const recorded = (id: string, requests: number) =>
    until('requests and key are on record', async () => {
      const types = (await record.rows('user_id = $1', [id])).map(({ type }) => type);
      return types.filter((type) => type === 'http.request').length >= requests && types.includes('key.created');
    });

  /** The analyser may be busy, which costs nothing of the limits. */
  const analysed = (analysis: () => Promise<Answer>) =>
    until('an analysis', async () => (await analysis()).status === 200, 30_000);

  it('exports all that is stored about the user, and nothing that proves anybody to be them', async () => {
    const ada = await register(here);
    const other = await register(here);
    await here.patch('/users/me', { token: ada.token, body: { name: 'Ada' } });
    const key = await makeKey(here, ada, { name: 'laptop' });
    await analysed(() => analyze(there, key.key));
    await analysed(() => here.post('/analyze', { token: ada.token, body: code, headers: agent }));
    await analysed(() => here.post('/analyze', { token: other.token, body: code }));
    await recorded(ada.id, 4);
    const answer = await there.get('/users/me/export', { token: ada.token });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    const { body } = answer;
    expect(body.account).toMatchObject({ id: ada.id, email: ada.email, name: 'Ada', has_password: true });
    expect(body.sessions).toMatchObject([{ network: '127.0.0.1' }]);
    expect(body.api_keys).toMatchObject([{ id: key.id, name: 'laptop', last4: key.key.slice(-4) }]);
    expect(body.analyses).toHaveLength(2);
    expect(body.analyses[0].result).toMatchObject({ language: 'python', metrics: { functions: 1 } });
    expect(body.activity.map(({ type }: { type: string }) => type)).toEqual(
      expect.arrayContaining(['http.request', 'user.created', 'key.created', 'code.analysis.completed']),
    );
    expect(
      body.activity.some((event: { client?: { user_agent?: string } }) => event.client?.user_agent === 'curl'),
    ).toBe(true);
    const created = body.activity.find(({ type }: { type: string }) => type === 'key.created');
    expect(created.data.name).toBe('laptop');
    const text = JSON.stringify(body);
    expect(text).not.toContain(other.id);
    expect(text).not.toMatch(/argon2|refresh_key|secret_hash|password_hash|_[0-9A-Za-z]{49}/);
    // Every table that refers to an account is in the export, or holds nothing but proofs and copies.
    const { rows } = await record.client.query<{ name: string }>(
      `select distinct conrelid::regclass::text as name from pg_constraint where confrelid = 'users'::regclass order by 1`,
    );
    const covered: Record<string, string | null> = {
      sessions: 'sessions',
      api_keys: 'api_keys',
      analyses: 'analyses',
      architectures: 'architectures',
      access_entries: 'access_entries',
      appeals: 'appeals',
      usage_days: 'usage',
      alerts: 'alerts',
      alert_changes: 'alert_acts',
      alert_silences: 'alert_silences',
      alert_channels: 'alert_channels',
      admitted_networks: 'admitted_networks',
      billing_customers: 'subscriptions',
      billing_grants: 'plan_grants',
      mail_outbox: 'mails',
      oidc_identities: 'identities',
      totp_factors: 'second_factors',
      device_requests: null,
      oidc_flows: null,
      one_time_links: null,
      recovery_codes: null,
      api_key_answers: null,
      detection_states: 'behaviour_state',
      behaviour_overrides: 'behaviour_overrides',
      subject_keys: null,
    };
    for (const { name } of rows) expect([name, name in covered]).toEqual([name, true]);
    for (const part of Object.values(covered)) if (part !== null) expect(body).toHaveProperty(part);
    expect((await here.get('/users/me/export', byKey(key.key))).body.code).toBe('session_required');
  });

  it('deletes one analysis on either instance, right after the answer, and another’s never', async () => {
    const ada = await register(here);
    const eve = await register(here);
    const { body } = await here.post('/analyze', { token: ada.token, body: code });
    const path = `/analyses/${body.id}`;
    expect((await there.get(path, { token: ada.token })).body.result).toEqual(body);
    expect((await there.delete(path, { token: eve.token })).status).toBe(404);
    expect((await there.delete(path, { token: ada.token })).status).toBe(204);
    expect(await rowsOf('analyses', ada.id)).toEqual([]);
    for (const client of [here, there]) expect((await client.get(path, { token: ada.token })).status).toBe(404);
  });

  it('writes the export of a large account piece by piece, and only one at a time', async () => {
    const big = await register(here);
    await record.client.query(
      `insert into activity_events (seq, time, id, user_id, type, outcome, body)
       select -i, now() - make_interval(secs => i), gen_random_uuid(), $1::uuid, 'http.request', 'ok', convert_to(
         jsonb_build_object('v', 1, 'actor', jsonb_build_object('kind', 'user'), 'corr', repeat('x', 200))::text, 'UTF8')
       from generate_series(1, 20000) as i`,
      [big.id],
    );
    const url = `${(services[0] as Service).url}/users/me/export`;
    const leaving = new AbortController();
    const headers = { authorization: `Bearer ${big.token}` };
    const slow = await fetch(url, { headers, signal: leaving.signal });
    const reader = (slow.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    const second = await here.get('/users/me/export', { token: big.token });
    expect([second.status, second.body.code]).toEqual([409, 'conflict']);
    // Who leaves in the middle holds up nobody, the next export of the same account least of all.
    leaving.abort();
    const whole = await until('the export is free again', async () => {
      const answer = await here.get('/users/me/export', { token: big.token });
      return answer.status === 200 ? answer.body : undefined;
    });
    expect(whole.activity.length).toBeGreaterThanOrEqual(20_000);
    expect(new Set(whole.activity.map(({ id }: { id: string }) => id)).size).toBe(whole.activity.length);
  });

  it('deletes the account: sessions and keys are over everywhere, and what was stored is gone', async () => {
    const ada = await register(here);
    const again = await login(there, ada.email, ada.password);
    const key = await makeKey(here, ada, { name: 'of ada' });
    await analysed(() => here.post('/analyze', { token: ada.token, body: code, headers: agent }));
    await analysed(() => analyze(there, key.key));
    const { user_code } = (await here.post('/auth/device', { body: { client_id: 'adas-laptop' } })).body;
    await here.post('/auth/device/approve', { token: ada.token, body: { user_code, approve: true } });
    await recorded(ada.id, 4);
    const before = await record.rows('user_id = $1', [ada.id]);
    expect(await rowsOf('subject_keys', ada.id)).toHaveLength(1);

    expect((await here.delete('/users/me', { token: ada.token })).status).toBe(204);
    for (const client of [there, here]) {
      expect((await client.get('/users/me', { token: again.token })).body.code).toBe('token_revoked');
      expect((await client.get('/users/me', { token: ada.token })).status).toBe(401);
      expect((await client.post('/analyze', { token: again.token, body: code })).status).toBe(401);
      expect((await analyze(client, key.key)).body.code).toBe('api_key_invalid');
    }
    expect((await there.post('/auth/refresh', { body: { refresh_token: ada.refreshToken } })).status).toBe(401);
    const { email, password } = ada;
    expect((await there.post('/auth/login', { body: { email, password } })).body.code).toBe('invalid_credentials');
    for (const table of ['sessions', 'api_keys', 'analyses', 'subject_keys']) {
      expect([table, await rowsOf(table, ada.id)]).toEqual([table, []]);
    }
    // The record is as long as it was, and says nothing of a person: nobody has the key any more.
    const after = await until('the deletion is on record', async () => {
      const rows = await record.rows('user_id = $1', [ada.id]);
      return rows.some(({ type }) => type === 'privacy.erasure') ? rows : undefined;
    });
    for (const row of before) expect(after).toContainEqual(row);
    const text = JSON.stringify(after);
    expect(text).not.toMatch(/"net"|"ua"|of ada|adas-laptop|curl/);
    expect(text).not.toContain(ada.email);
    const redis = new Redis(stores['REDIS_URL'] as string);
    const kept = (await redis.keys(`*${ada.id}*`)).filter((name) => !/:(account|session:.*|key:.*)$/.test(name));
    expect(kept).toEqual([]);
    await redis.quit();
    // The address is free, for an account that has nothing of the old one.
    const next = await register(there, ada.email);
    expect(next.id).not.toBe(ada.id);
    expect((await there.get('/api-keys', { token: next.token })).body.items).toEqual([]);
  });

  it('deletes once, however often it is asked at the same moment, and while an analysis runs', async () => {
    const ada = await register(here);
    const slow = { code: `${'def f(x):\n    return x + 1\n'.repeat(3_000)}`, language: 'python' };
    const [analysis, ...deletions] = await Promise.all([
      here.post('/analyze', { token: ada.token, body: slow }),
      ...Array.from({ length: 6 }, (_, i) => (i % 2 ? here : there).delete('/users/me', { token: ada.token })),
    ]);
    for (const { status } of deletions) expect([204, 401]).toContain(status);
    expect(deletions.some(({ status }) => status === 204)).toBe(true);
    expect([200, 401]).toContain(analysis.status);
    const erasures = await until('the deletion is on record', async () => {
      const rows = await record.rows(`user_id = $1 and type = 'privacy.erasure'`, [ada.id]);
      return rows.length > 0 ? rows : undefined;
    });
    expect(erasures).toHaveLength(1);
    await Promise.all([here, there].map((client) => client.post('/analyze', { body: code })));
    expect(await rowsOf('analyses', ada.id)).toEqual([]);
  });

  it('asks for a recent sign-in, and for no body', async () => {
    const ada = await register(here);
    const key = await makeKey(here, ada);
    expect((await here.delete('/users/me', byKey(key.key))).body.code).toBe('session_required');
    expect((await here.delete('/users/me')).status).toBe(401);
    expect((await here.get('/users/me', { token: ada.token })).status).toBe(200);
    expect((await here.delete('/users/me', { token: ada.token })).status).toBe(204);
  });

  it('keeps the last admin, and of two admins who leave at once one', async () => {
    const root = await loginAdmin(here);
    const only = await here.delete('/users/me', { token: root.token });
    expect([only.status, only.body.code]).toEqual([409, 'last_admin']);
    const second = await promoted(root);
    const third = await promoted(await login(here, ADMIN.email, ADMIN.password));
    const leaving = [await login(here, ADMIN.email, ADMIN.password), second, third];
    const answers = await Promise.all(
      leaving.map(({ token }, i) => (i % 2 ? here : there).delete('/users/me', { token })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 204, 409]);
    const { rows } = await record.client.query(`select 1 from users where role = 'admin' and status = 'active'`);
    expect(rows).toHaveLength(1);
  });

  async function promoted(root: SignedIn): Promise<SignedIn> {
    const user = await register(here, `admin-${randomBytes(4).toString('hex')}@pitamah.test`);
    const answer = await here.patch(`/admin/users/${user.id}`, { token: root.token, body: { role: 'admin' } });
    expect(answer.status).toBe(200);
    return login(here, user.email, user.password);
  }
});
