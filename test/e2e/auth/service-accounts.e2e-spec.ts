import { api, type Api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { byKey, limited, makeKey, PASSED } from '../../support/api-keys.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { ActivityRecord } from '../../support/record.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

describeOnce('keys in the hands of admins, and with time', () => {
  let stores: Record<string, string>;
  let services: Service[];
  let here: Api;
  let there: Api;
  let admin: SignedIn;
  let person: SignedIn;
  let record: ActivityRecord;
  /** Mail is on, and its server is away: what would be sent waits in its table. */
  const mail = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'pitamah@pitamah.test', BASE_URL: 'http://pitamah.test' };

  beforeAll(async () => {
    stores = { ...(await sharedStores()) };
    services = [await startService({ ...stores, EMAIL_VERIFICATION: 'off' }), await startService(stores)];
    [here, there] = services.map(api) as [Api, Api];
    admin = await loginAdmin(here);
    person = await register(here);
    record = await ActivityRecord.open(stores['DATABASE_URL'] as string);
  });
  afterAll(async () => {
    await record.close();
    await Promise.all(services.map((service) => service.stop()));
  });

  const asAdmin = (method: 'get' | 'post' | 'patch' | 'delete', path: string, body?: unknown) =>
    here.call(method, path, { token: admin.token, ...(body === undefined ? {} : { body }) });
  const events = (keyId: string) => record.rows(`type like 'key.%' and target like '%:' || $1`, [keyId]);

  describe('a service account', () => {
    let robot: { id: string; email: string };

    beforeAll(async () => {
      const made = await asAdmin('post', '/admin/users', { kind: 'service', name: 'build server', plan: 'pro' });
      expect([made.status, made.body.plan]).toEqual([201, 'pro']);
      robot = made.body;
    });

    it('has keys that admins make, rotate and revoke, on its own plan', async () => {
      const made = await asAdmin('post', `/admin/users/${robot.id}/api-keys`, { name: 'ci', reason: 'new pipeline' });
      expect(made.status).toBe(201);
      expect(made.headers.get('cache-control')).toBe('no-store');
      const { id, key } = made.body;
      const used = await limited(there, key);
      expect([used.status, used.headers.get('ratelimit-policy')]).toEqual([PASSED, expect.stringContaining('q=100')]);
      expect((await there.get('/users/me', byKey(key))).body).toMatchObject({ id: robot.id, name: 'build server' });
      expect((await asAdmin('get', `/admin/users/${robot.id}/api-keys`)).body.items).toMatchObject([
        { id, name: 'ci' },
      ]);
      const path = `/admin/users/${robot.id}/api-keys/${id}`;
      const rotated = await asAdmin('post', `${path}/rotate`, { grace_seconds: 0 });
      expect(rotated.status).toBe(200);
      expect((await limited(there, key)).status).toBe(401);
      expect((await limited(there, rotated.body.key)).status).toBe(PASSED);
      expect((await asAdmin('delete', path, { reason: 'pipeline gone' })).status).toBe(204);
      expect((await limited(there, rotated.body.key)).status).toBe(401);
      const told = await until('the record', async () => {
        const rows = await events(id);
        return rows.length === 3 ? rows : undefined;
      });
      expect(told.map(({ type, user_id, event }) => [type, user_id, event.actor, event.data?.['reason']])).toEqual([
        ['key.created', robot.id, { kind: 'admin', id: admin.id }, 'new pipeline'],
        ['key.rotated', robot.id, { kind: 'admin', id: admin.id }, undefined],
        ['key.revoked', robot.id, { kind: 'admin', id: admin.id }, 'pipeline gone'],
      ]);
      expect(JSON.stringify(told)).not.toContain(key.slice(17));
    });

    it('is nobody who signs in: no password does, nor a reset', async () => {
      const { email } = robot;
      for (const password of ['', 'null', 'Correct-Horse-Battery-9']) {
        const answer = await here.post('/auth/login', { body: { email, password: password || 'x' } });
        expect([answer.status, answer.body.code]).toEqual([401, 'invalid_credentials']);
      }
      expect((await here.post('/auth/password/forgot', { body: { email } })).status).toBe(202);
    });

    it('stops with its account', async () => {
      const { body } = await asAdmin('post', `/admin/users/${robot.id}/api-keys`, { name: 'ci' });
      expect((await limited(there, body.key)).status).toBe(PASSED);
      await asAdmin('patch', `/admin/users/${robot.id}`, { status: 'disabled' });
      expect((await limited(there, body.key)).body.code).toBe('api_key_invalid');
    });
  });

  it('the keys of a person are seen and revoked by admins, and made by nobody else', async () => {
    const { id, key } = await makeKey(here, person);
    const path = `/admin/users/${person.id}/api-keys`;
    const list = await asAdmin('get', path);
    expect(list.body.items).toMatchObject([{ id }]);
    expect(JSON.stringify(list.body)).not.toMatch(/hash|_[0-9A-Za-z]{49}/);
    expect((await asAdmin('post', path, { name: 'mine now' })).status).toBe(409);
    expect((await asAdmin('post', `${path}/${id}/rotate`)).status).toBe(409);
    for (const token of [person.token, key]) {
      expect((await here.get(path, { token })).status).toBe(403);
      expect((await here.delete(`${path}/${id}`, { token })).status).toBe(403);
    }
    // Under another account it is not there.
    expect((await asAdmin('delete', `/admin/users/${admin.id}/api-keys/${id}`)).status).toBe(404);
    expect((await limited(there, key)).status).toBe(PASSED);
    expect((await asAdmin('delete', `${path}/${id}`)).status).toBe(204);
    expect((await limited(there, key)).body.code).toBe('api_key_invalid');
    expect((await asAdmin('get', '/admin/users/0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e/api-keys')).status).toBe(404);
  });

  it('says when, from where and how often a key was used, whichever instance it was', async () => {
    const { id, key } = await makeKey(here, person);
    for (const client of [here, there, there])
      expect((await client.get('/users/me/limits', byKey(key))).status).toBe(200);
    const seen = await until('its uses are written', async () => {
      const { body } = await here.get(`/api-keys/${id}`, { token: person.token });
      return body.use_count >= 2 ? body : undefined;
    });
    expect(seen.last_used_ip).toBe('127.0.0.1');
    expect(Date.now() - Date.parse(seen.last_used_at)).toBeLessThan(60_000);
    // What still waits is written when the instance stops.
    for (let i = 0; i < 3; i += 1) await there.get('/users/me/limits', byKey(key));
    await (services[1] as Service).stop();
    expect((await here.get(`/api-keys/${id}`, { token: person.token })).body.use_count).toBe(6);
  });

  it('tells of a key that expires within a week, once, and removes what is long over', async () => {
    const [soon, revoked] = [await makeKey(here, person), await makeKey(here, person)];
    await makeKey(here, person, { expires_at: new Date(Date.now() + 86_400_000).toISOString() });
    await here.delete(`/api-keys/${revoked.id}`, { token: person.token });
    const age = `update api_keys set created_at = now() - interval '84 days'`;
    await record.client.query(`${age}, expires_at = now() + interval '6 days' where id = $1`, [soon.id]);
    await record.client.query(`${age}, revoked_at = now() - interval '91 days' where id = $1`, [revoked.id]);
    // Instances look when they start, and every ten minutes.
    const later = await Promise.all([startService({ ...stores, ...mail }), startService({ ...stores, ...mail })]);
    await until('the notice', async () => (await events(soon.id)).some(({ type }) => type === 'key.expiring'));
    await until('the removal', async () => {
      const { rows } = await record.client.query('select 1 from api_keys where id = $1', [revoked.id]);
      return rows.length === 0;
    });
    await Promise.all(later.map((service) => service.stop()));
    const { rows } = await record.client.query(`select user_id from mail_outbox where template = 'key-expiry'`);
    expect(rows).toEqual([{ user_id: person.id }]);
    const told = await record.rows(`type = 'key.expiring'`);
    expect(told.map(({ user_id, event }) => [user_id, event.actor.kind, event.target?.id])).toEqual([
      [person.id, 'system', soon.id],
    ]);
  });
});
