import { Client } from 'pg';
import { api, type Api } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

const password = 'Tall-Banyan-Tree-42';
const from = (network: string) => ({ 'x-forwarded-for': network });

/** Ninety-eight of the hundred failures are written into the database instead of made. */
describeOnce('a hundred failed sign-ins from unknown networks', () => {
  let service: Service;
  let client: Api;
  let database: Client;
  let last = 0;

  beforeAll(async () => {
    const stores = await sharedStores();
    service = await startService({ ...stores, TRUSTED_PROXIES: '127.0.0.1' });
    client = api(service);
    database = new Client({ connectionString: stores['DATABASE_URL'] });
    await database.connect();
  });
  afterAll(() => database.end());

  const fresh = () => `203.0.113.${(last += 1)}`;
  const login = (email: string, attempt: string, network: string) =>
    client.post('/auth/login', { body: { email, password: attempt }, headers: from(network) });
  const failures = async () =>
    (await database.query('select failures from sign_in_failures order by updated_at desc')).rows[0]
      ?.failures as number;
  /** The account that failed last. */
  const setFailures = (count: number) =>
    database.query(
      `update sign_in_failures set failures = $1
       where subject = (select subject from sign_in_failures order by updated_at desc limit 1)`,
      [count],
    );

  it.each(['known', 'unknown'])(
    'close a %s account to further ones, right or wrong, and to nobody else',
    async (kind) => {
      const email = `${kind}@cap.example`;
      const home = fresh();
      const signedUp =
        kind === 'known'
          ? await client.post('/auth/register', { body: { email, password }, headers: from(home) })
          : null;
      expect((await login(email, 'a wrong guess', fresh())).status).toBe(401);
      expect(await failures()).toBe(1);
      await setFailures(99);
      // Each of a crowd of networks has its own five tries: together they have the one that is left.
      const crowd = await Promise.all(Array.from({ length: 8 }, () => login(email, 'a wrong guess', fresh())));
      expect(crowd.map(({ status }) => status).sort()).toEqual([401, ...Array<number>(7).fill(429)]);
      const refusals = await Promise.all([login(email, password, fresh()), login(email, 'a wrong guess', fresh())]);
      for (const refused of refusals) {
        expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
        expect(refused.body.detail).toContain('from other networks');
        expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(890);
        expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(900);
      }
      if (signedUp === null) return;
      expect((await login(email, password, home)).status).toBe(200);
      expect((await login(email, 'a wrong guess', home)).status).toBe(401);
      const token = signedUp.body.access_token as string;
      expect((await client.get('/users/me', { token, headers: from(fresh()) })).status).toBe(200);
    },
  );

  it('leave one try in 15 minutes where no link can be mailed', async () => {
    const email = 'known@cap.example';
    await database.query(
      `update sign_in_failures set updated_at = updated_at - interval '15 minutes' where failures >= 100`,
    );
    const answers = [await login(email, 'a wrong guess', fresh()), await login(email, password, fresh())];
    expect(answers.map(({ status }) => status)).toEqual([401, 429]);
  });

  it('are forgotten with a new password', async () => {
    const body = { current_password: password, new_password: 'Wide-Peepal-Leaf-17' };
    const { rows } = await database.query(`select network from sessions order by created_at limit 1`);
    const home = rows[0]?.network as string;
    const token = (await login('known@cap.example', password, home)).body.access_token as string;
    const changed = await client.post('/auth/password/change', { token, body, headers: from(home) });
    expect(changed.status).toBe(204);
    expect((await login('known@cap.example', body.new_password, fresh())).status).toBe(200);
  });

  it('are not counted where somebody signs in', async () => {
    const email = 'traveller@cap.example';
    await client.post('/auth/register', { body: { email, password }, headers: from(fresh()) });
    await login(email, 'a wrong guess', fresh());
    expect(await failures()).toBe(1);
    expect((await login(email, password, fresh())).status).toBe(200);
    expect(await failures()).toBe(1);
  });
});
