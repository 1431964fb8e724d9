import { Client } from 'pg';
import { api, type Api, login, register } from '../support/api.js';
import { type Service, sharedStores, startService } from '../support/service.js';

/** What only time brings about is written into the database instead of waited for. */
describe('a session over time', () => {
  let stores: Record<string, string>;
  let service: Service;
  let client: Api;
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
    await service.stop();
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

  it('leaves the database 30 days after its end, at the user’s next sign-in', async () => {
    const { id, email, password } = await register(client);
    await set(id, `ended_at = now() - interval '31 days'`);
    await login(client, email, password);
    const { rows } = await database.query('select ended_at from sessions where user_id = $1', [id]);
    expect(rows).toEqual([{ ended_at: null }]);
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
    const stronger = await startService({ ...stores, ARGON2_ITERATIONS: '3' });
    // At once: each finds the old hash, one of them replaces it, all of them are let in.
    await Promise.all([1, 2, 3].map(() => login(api(stronger), email, password)));
    const { rows } = await database.query('select password_hash from users where id = $1', [id]);
    expect(rows[0].password_hash).toContain('m=19456,t=3,p=1');
    await login(client, email, password);
    await stronger.stop();
  });
});
