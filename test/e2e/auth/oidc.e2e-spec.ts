import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { api, type Api, login, register, type SignedIn } from '../../support/api.js';
import { enrol } from '../../support/authenticator.js';
import { Browser, chromium } from '../../support/browser.js';
import { freePort } from '../../support/free-port.js';
import { describeOnce } from '../../support/independent.js';
import { CookieJar, OidcServer, type ProviderAccount } from '../../support/oidc.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

/** Somebody new at the provider. */
function somebody(more: Partial<ProviderAccount> = {}): ProviderAccount {
  const name = randomBytes(6).toString('hex');
  return { sub: `sub-${name}`, email: `${name}@pitamah.test`, email_verified: true, name: 'Ada', ...more };
}

/** The rules of the second instance: of this domain alone, and nobody new. */
const narrower = { OIDC_ALLOWED_DOMAINS: 'pitamah.test', OIDC_PROVISIONING: 'off' };

/** Two instances behind one name. */
describeOnce('sign-in at a provider', () => {
  let provider: OidcServer;
  let services: Service[];
  let client: Api;
  let base: string;
  let database: Client;
  let redis: Redis;
  let settings: Record<string, string>;

  beforeAll(async () => {
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    provider = await OidcServer.start(`${base}/auth/oidc/callback`);
    settings = {
      ...(await sharedStores()),
      BASE_URL: base,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: 'codepitamah',
      OIDC_CLIENT_SECRET: 'a-client-secret-of-the-test',
      OIDC_BUTTON: 'Sign in with the test',
    };
    services = await Promise.all([
      startService({ ...settings, PORT: String(port) }),
      startService({ ...settings, ...narrower }),
    ]);
    client = api(services[0]!);
    database = new Client({ connectionString: settings['DATABASE_URL'] });
    await database.connect();
    redis = new Redis(settings['REDIS_URL'] as string);
  });
  afterAll(async () => {
    redis.disconnect();
    await database.end();
    for (const service of services) await service.stop();
    await provider.stop();
  });
  // Sign-ins begun are counted by network, and all of these come from one.
  beforeEach(async () => {
    const counters = await redis.keys('*:auth:oidc_start');
    if (counters.length > 0) await redis.del(...counters);
  });

  /** Goes to the provider and back; the callback is not asked yet. */
  async function toCallback(jar: CookieJar, account: ProviderAccount, mischief: string | null = null) {
    await provider.tell(account, mischief);
    const { url } = await jar.follow(`${base}/auth/oidc/start`, /\/auth\/oidc\/callback\?/);
    return url;
  }
  async function answerOf(response: Response | null) {
    return { status: response!.status, body: await response!.json(), headers: response!.headers };
  }
  async function signIn(account: ProviderAccount, mischief: string | null = null, jar = new CookieJar()) {
    return answerOf(await jar.fetch(await toCallback(jar, account, mischief)));
  }
  async function link(jar: CookieJar, user: SignedIn, account: ProviderAccount) {
    await provider.tell(account);
    const headers = { authorization: `Bearer ${user.token}` };
    const begun = await answerOf(await jar.fetch(`${base}/auth/oidc/link`, { method: 'POST', headers }));
    expect(begun.status).toBe(200);
    const { response } = await jar.follow(begun.body.authorization_url);
    return answerOf(response);
  }

  it('sends the browser off with PKCE, state and nonce, and a cookie for this host alone', async () => {
    const response = await new CookieJar().fetch(`${base}/auth/oidc/start`);
    expect(response.status).toBe(302);
    const url = new URL(response.headers.get('location') as string);
    expect(url.origin).toBe(provider.issuer);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'codepitamah',
      response_type: 'code',
      redirect_uri: `${base}/auth/oidc/callback`,
      scope: 'openid email profile',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-[^=]+=[\w-]{43}; Path=\/; Max-Age=600; Secure; HttpOnly; SameSite=Lax$/);
  });

  it('makes an account for somebody new, and finds it again by subject, whatever the address', async () => {
    const account = somebody();
    const first = await signIn(account);
    expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(first.body).toMatchObject({
      user: { email: account.email, name: 'Ada', plan: 'free', role: 'user', email_verified: true, mfa_enabled: false },
      token_type: 'Bearer',
      refresh_token: expect.stringMatching(/^cpr_/),
    });
    expect((await client.get('/users/me', { token: first.body.access_token })).status).toBe(200);
    const second = await signIn({ ...account, email: 'moved@pitamah.test', email_verified: false });
    expect(second.body.user).toMatchObject({ id: first.body.user.id, email: account.email });
    // Whoever gets the address at the provider next is somebody else.
    const next = await signIn({ ...account, sub: `${account.sub}-next` });
    expect(next.status).toBe(409);
  });

  it('is begun on one instance and ended on another, once', async () => {
    const jar = new CookieJar();
    const account = somebody();
    await signIn(account);
    const url = await toCallback(jar, account);
    const other = services[1]!.url;
    jar.lend(new URL(base).host, new URL(other).host);
    const callbacks = Array.from({ length: 6 }, (_, i) => jar.fetch(i % 2 ? url : url.replace(base, other)));
    const answers = await Promise.all((await Promise.all(callbacks)).map(answerOf));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400, 400]);
    expect((await answerOf(await jar.fetch(url))).body.code).toBe('oidc_state_invalid');
  });

  it('is nobody’s but the browser’s that began it', async () => {
    const jar = new CookieJar();
    const url = await toCallback(jar, somebody());
    for (const thief of [new CookieJar(), (await started(new CookieJar())) as CookieJar]) {
      expect(await answerOf(await thief.fetch(url))).toMatchObject({
        status: 400,
        body: { code: 'oidc_state_invalid' },
      });
    }
    // Nor does a stranger's try end it.
    expect((await jar.fetch(url)).status).toBe(200);
  });
  async function started(jar: CookieJar) {
    await jar.fetch(`${base}/auth/oidc/start`);
    return jar;
  }

  it('refuses a code that was begun with another state, and a state with another code', async () => {
    const jar = new CookieJar();
    const [one, other] = [await toCallback(jar, somebody()), await toCallback(jar, somebody())];
    const mixed = new URL(one);
    mixed.searchParams.set('code', new URL(other).searchParams.get('code') as string);
    expect(await answerOf(await jar.fetch(mixed.href))).toMatchObject({ status: 401, body: { code: 'oidc_refused' } });
  });

  it.each<[string, (url: URL) => void]>([
    ['no state', ({ searchParams }) => searchParams.delete('state')],
    ['two states', ({ searchParams }) => searchParams.append('state', 'x')],
    ['another state', ({ searchParams }) => searchParams.set('state', 'x'.repeat(43))],
    ['nothing', (url) => (url.search = '')],
  ])('refuses a callback with %s', async (_what, change) => {
    const jar = new CookieJar();
    const url = new URL(await toCallback(jar, somebody()));
    change(url);
    expect(await answerOf(await jar.fetch(url.href))).toMatchObject({
      status: 400,
      body: { code: 'oidc_state_invalid' },
    });
  });

  it.each<[string, (url: URL) => void]>([
    ['no code', ({ searchParams }) => searchParams.delete('code')],
    ['two codes', ({ searchParams }) => searchParams.append('code', 'x')],
    ['a made-up code', ({ searchParams }) => searchParams.set('code', 'x')],
    [
      'the issuer of another provider (mix-up)',
      ({ searchParams }) => searchParams.set('iss', 'https://id.example.org'),
    ],
    ['no issuer, where the provider names itself', ({ searchParams }) => searchParams.delete('iss')],
    ['tokens in the query', ({ searchParams }) => searchParams.set('id_token', 'x')],
  ])('refuses a callback with %s', async (_what, change) => {
    const jar = new CookieJar();
    const url = new URL(await toCallback(jar, somebody()));
    change(url);
    const answer = await answerOf(await jar.fetch(url.href));
    expect(answer).toMatchObject({ status: 401, body: { code: 'oidc_refused' } });
    expect(JSON.stringify(answer.body)).not.toMatch(/example\.org|OAUTH/);
  });

  it.each([
    'nonce',
    'no nonce',
    'audience',
    'audiences',
    'issuer',
    'expired',
    'future',
    'no subject',
    'no token',
    'alg none',
    'shared secret',
    'stranger’s key',
    'broken signature',
    'refusal',
  ])('refuses an ID token that is wrong in this: %s', async (mischief) => {
    const account = somebody();
    const answer = await signIn(account, mischief);
    expect([answer.status, answer.body.code]).toEqual([401, 'oidc_refused']);
    const { rows } = await database.query('select 1 from users where email_key = $1', [account.email]);
    expect(rows).toHaveLength(0);
  });

  it('takes a key that the provider has just changed to', async () => {
    expect((await signIn(somebody())).status).toBe(200);
    expect((await signIn(somebody(), 'rotation')).status).toBe(200);
  });

  it.each<[string, Partial<ProviderAccount>]>([
    ['is not proved', { email_verified: false }],
    ['is not said to be proved', { email_verified: undefined }],
    ['is proved by a text', { email_verified: 'true' }],
    ['is none', { email: 'nobody' }],
    ['looks like another', { email: 'ａda@pitamah.test' }],
  ])('admits nobody whose address %s', async (_what, claims) => {
    const answer = await signIn(somebody(claims));
    expect([answer.status, answer.body.code]).toEqual([403, 'oidc_not_admitted']);
  });

  it('never enters an account that has a password, unless its owner has linked it', async () => {
    const user = await register(client);
    const account = somebody({ email: user.email });
    const refused = await signIn(account);
    expect([refused.status, refused.body.code]).toEqual([409, 'oidc_not_linked']);

    expect(await link(new CookieJar(), user, account)).toMatchObject({ status: 200, body: { linked: true } });
    expect((await signIn(account)).body.user.id).toBe(user.id);
    expect((await login(client, user.email, user.password)).id).toBe(user.id);

    const other = await register(client);
    expect(await link(new CookieJar(), other, account)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((await signIn(account)).body.user.id).toBe(user.id);

    const { token } = user;
    expect((await client.delete('/auth/oidc/link', { token })).status).toBe(204);
    expect((await client.delete('/auth/oidc/link', { token })).status).toBe(404);
    expect((await signIn(account)).body.code).toBe('oidc_not_linked');
  });

  it('enters an account without a password by a proved address', async () => {
    const user = await register(client);
    await database.query('update users set password_hash = null where id = $1', [user.id]);
    const account = somebody({ email: user.email });
    expect((await signIn(account)).body.user.id).toBe(user.id);
    const { body } = await signIn(account);
    // The only way in stays.
    expect((await client.delete('/auth/oidc/link', { token: body.access_token })).body.code).toBe('conflict');
    // Without a password there is none to guess.
    const password = await client.post('/auth/login', { body: { email: user.email, password: user.password } });
    expect([password.status, password.body.code]).toEqual([401, 'invalid_credentials']);
  });

  it('takes an account that nobody has entered with neither the password nor the links of whoever registered it', async () => {
    const user = await register(client);
    await database.query('update users set email_pending = true where id = $1', [user.id]);
    await database.query(
      `insert into one_time_links (user_id, purpose, token_hash, created_at, expires_at)
       values ($1, 'verify-email', '\\x01', now(), now() + interval '1 day')`,
      [user.id],
    );
    expect((await signIn(somebody({ email: user.email }))).body.user.id).toBe(user.id);
    const { rows } = await database.query('select 1 from one_time_links where user_id = $1', [user.id]);
    expect(rows).toEqual([]);
    const password = await client.post('/auth/login', { body: { email: user.email, password: user.password } });
    expect(password.body.code).toBe('invalid_credentials');
  });

  it('lets no disabled account in', async () => {
    const account = somebody();
    const { body } = await signIn(account);
    await database.query(`update users set status = 'disabled', version = version + 1 where id = $1`, [body.user.id]);
    expect(await signIn(account)).toMatchObject({ status: 403, body: { code: 'account_disabled' } });
  });

  it('asks for the second factor of an account that has one', async () => {
    const user = await register(client);
    const account = somebody();
    const jar = new CookieJar();
    await link(jar, user, account);
    const { app } = await enrol(client, user.token);
    expect(await signIn(account, null, jar)).toMatchObject({ status: 401, body: { code: 'mfa_required' } });
    const send = async (otp: string, from = jar) =>
      answerOf(
        await from.fetch(`${base}/auth/oidc/otp`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ otp }),
        }),
      );
    expect((await send(app.code(1), new CookieJar())).body.code).toBe('oidc_state_invalid');
    expect((await send(app.code(9))).body.code).toBe('mfa_invalid');
    const answer = await send(app.code(1));
    expect(answer).toMatchObject({ status: 200, body: { user: { id: user.id } } });
    const claims = JSON.parse(Buffer.from(answer.body.access_token.split('.')[1], 'base64url').toString());
    expect(claims.amr).toEqual(['oidc', 'otp', 'mfa']);
    expect((await send(app.code(1))).body.code).toBe('oidc_state_invalid');
  });

  it('says in its tokens what the provider said of how and when', async () => {
    const { body } = await signIn(somebody(), 'several factors');
    const claims = JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString());
    expect(claims.amr).toEqual(['oidc', 'mfa']);
    expect(claims.iat - claims.auth_time).toBeGreaterThanOrEqual(3_590);
    const stale = await client.delete('/auth/oidc/link', { token: body.access_token });
    expect(stale.body.code).toBe('reauthentication_required');
  });

  it('is forgotten after ten minutes', async () => {
    const jar = new CookieJar();
    const url = await toCallback(jar, somebody());
    await database.query(`update oidc_flows set expires_at = now() - interval '1 second'`);
    expect((await answerOf(await jar.fetch(url))).body.code).toBe('oidc_state_invalid');
  });

  it('shows a browser a page, with the answer in it as data', async () => {
    const jar = new CookieJar();
    const account = somebody({ name: '</script><script>alert(1)</script>' });
    const page = await jar.fetch(await toCallback(jar, account), { headers: { accept: 'text/html,*/*' } });
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    const html = await page.text();
    expect(html).not.toContain('<script>alert');
    const data = JSON.parse(/id="data">([^<]*)</.exec(html)?.[1] as string);
    expect(data).toMatchObject({ kind: 'signed-in', answer: { token_type: 'Bearer', user: { email: account.email } } });
    const again = await jar.fetch(page.url, { headers: { accept: 'text/html' } });
    expect([again.status, (await again.text()).includes('oidc_state_invalid')]).toEqual([400, true]);
  });

  (chromium === null ? it.skip : it)('approves a device in a browser, signed in at the provider', async () => {
    const account = somebody();
    await provider.tell(account);
    const { body: device } = await client.post('/auth/device', { body: {} });
    const browser = await Browser.start(chromium as string);
    try {
      await browser.open(`${base}/device?user_code=${device.user_code}`);
      await browser.press('Enter');
      await browser.shows('Sign in with the test');
      await browser.evaluate(`document.getElementById('oidc').focus()`);
      await browser.press('Enter');
      await browser.shows(account.email as string);
      await browser.evaluate(`document.getElementById('approve').click()`);
      await browser.shows('Your device is connected');
    } finally {
      await browser.close();
    }
    const { device_code } = device;
    const answer = await client.post('/auth/device/token', { body: { device_code } });
    expect(answer.body.user).toMatchObject({ email: account.email });
  });

  it('admits the domains of OIDC_ALLOWED_DOMAINS alone, and makes no accounts when told not to', async () => {
    const there = services[1]!.url;
    const at = async (account: ProviderAccount) => {
      const jar = new CookieJar();
      const url = await toCallback(jar, account);
      jar.lend(new URL(base).host, new URL(there).host);
      return answerOf(await jar.fetch(url.replace(base, there)));
    };
    const known = somebody();
    expect((await signIn(known)).status).toBe(200);
    expect((await at(known)).status).toBe(200);
    expect((await at(somebody())).body.code).toBe('registration_closed');
    for (const email of ['a@pitamah.test.example.org', 'a@example.org', 'a@sub.pitamah.test']) {
      expect((await at(somebody({ email }))).body.code).toBe('oidc_not_admitted');
    }
    expect((await at({ ...known, email: 'left@example.org' })).body.code).toBe('oidc_not_admitted');
  });

  it('tells the page what its button says', async () => {
    expect((await client.get('/auth/oidc')).body).toEqual({ enabled: true, button: 'Sign in with the test' });
  });

  // Last: it ends the provider.
  it('answers 503 while the provider is away, and signs in by password all the same', async () => {
    const user = await register(client);
    const broken = await signIn(somebody(), 'breakdown');
    expect([broken.status, broken.body.code, broken.headers.get('retry-after')]).toEqual([503, 'unavailable', '30']);
    const jar = new CookieJar();
    const url = await toCallback(jar, somebody());
    await provider.stop();
    expect((await jar.fetch(url)).status).toBe(503);
    // This one has never heard of the provider.
    const fresh = await startService(settings);
    services.push(fresh);
    const start = await jar.fetch(`${fresh.url}/auth/oidc/start`);
    expect(start.status).toBe(503);
    await login(api(fresh), user.email, user.password);
  });
});
