import { Client } from 'pg';
import { api, type Answer, type Api, login, register, type SignedIn } from '../../support/api.js';
import { Browser, chromium } from '../../support/browser.js';
import { describeOnce } from '../../support/independent.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

interface Codes {
  device_code: string;
  user_code: string;
}

/** The device speaks to one instance, its user to another. */
describeOnce('sign-in of a device', () => {
  let services: Service[];
  let device: Api;
  let person: Api;
  let database: Client;
  let user: SignedIn;

  beforeAll(async () => {
    const stores = await sharedStores();
    services = await Promise.all([startService(stores), startService(stores)]);
    [device, person] = services.map(api) as [Api, Api];
    database = new Client({ connectionString: stores['DATABASE_URL'] });
    await database.connect();
    user = await register(person);
  });
  afterAll(async () => {
    await database.end();
    for (const service of services) await service.stop();
  });

  async function begin(body: object = { client_id: 'codepitamah-cli' }): Promise<Codes> {
    const answer = await device.post('/auth/device', { body });
    expect(answer.status).toBe(200);
    return answer.body;
  }
  const poll = (device_code: string, client = device) => client.post('/auth/device/token', { body: { device_code } });
  const decide = (user_code: string, approve: boolean, token = user.token) =>
    person.post('/auth/device/approve', { token, body: { user_code, approve } });
  const shown = ({ status, body }: Answer) => [status, body.code, body.error];
  /** As if the interval had passed, without waiting for it. */
  const later = () => database.query(`update device_requests set polled_at = polled_at - interval '1 minute'`);

  it('begins with codes as RFC 8628 has them', async () => {
    const answer = await device.post('/auth/device', {
      body: { client_id: 'codepitamah-cli', scope: 'code_analysis' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { device_code, user_code } = answer.body as Codes;
    expect(answer.body).toEqual({
      device_code: expect.stringMatching(/^cpd_[A-Za-z0-9_-]{43}$/),
      user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
      verification_uri: `${services[0]!.url}/device`,
      verification_uri_complete: `${services[0]!.url}/device?user_code=${user_code}`,
      expires_in: 600,
      interval: 5,
    });
    const { rows } = await database.query('select * from device_requests');
    const stored = rows
      .map((row) =>
        Object.values(row).map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value))),
      )
      .join(' ');
    for (const secret of [device_code, user_code, user_code.replace('-', '')]) expect(stored).not.toContain(secret);
  });

  it('needs nothing of the device, which has nothing to say', async () => {
    const answer = await device.post('/auth/device');
    expect(answer.status).toBe(200);
    const { user_code } = answer.body as Codes;
    const waiting = await person.get(`/auth/device?user_code=${user_code}`, { token: user.token });
    expect(waiting.body.client_name).toBeNull();
  });

  it('ends in one session of its own, however often the device asks', async () => {
    const { device_code, user_code } = await begin();
    expect(shown(await poll(device_code))).toEqual([400, 'authorization_pending', 'authorization_pending']);
    const seen = await person.get(`/auth/device?user_code=${user_code.toLowerCase().replace('-', ' ')}`, {
      token: user.token,
    });
    expect(seen.body).toMatchObject({ client_name: 'codepitamah-cli', network: '127.0.0.1' });
    expect((await decide(user_code, true)).status).toBe(204);

    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => poll(device_code, i % 2 ? device : person)));
    const signedIn = answers.filter(({ status }) => status === 200);
    expect(signedIn).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(shown(answer)).toEqual([400, 'invalid_grant', 'invalid_grant']);
    }
    const { body, headers } = signedIn[0] as Answer;
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({
      user: { id: user.id },
      token_type: 'Bearer',
      refresh_token: expect.stringMatching(/^cpr_/),
      scope: 'code_analysis architecture_generation',
    });
    const { access_token: token } = body;
    expect((await person.get('/users/me', { token })).status).toBe(200);
    // Nobody signed in on the device: it can do nothing that needs that.
    expect((await person.post('/auth/mfa/totp', { token })).body.code).toBe('reauthentication_required');
    expect((await decide((await begin()).user_code, true, token)).body.code).toBe('reauthentication_required');
    const refreshed = await person.post('/auth/refresh', { body: { refresh_token: body.refresh_token } });
    expect((await person.post('/auth/mfa/totp', { token: refreshed.body.access_token })).status).toBe(401);
    expect((await person.post('/auth/logout', { token: user.token })).status).toBe(204);
    expect((await person.get('/users/me', { token })).status).toBe(200);
    user = await login(person, user.email, user.password);
  });

  it('is slowed down when it asks too often, by 5 s each time', async () => {
    const { device_code } = await begin();
    const codes = [];
    for (let i = 0; i < 3; i += 1) codes.push((await poll(device_code, i % 2 ? device : person)).body.error);
    expect(codes).toEqual(['authorization_pending', 'slow_down', 'slow_down']);
    const { rows } = await database.query('select max(poll_interval) as longest from device_requests');
    expect(rows[0].longest).toBe(15);
    await database.query(`update device_requests set polled_at = polled_at - interval '11 seconds'`);
    expect((await poll(device_code)).body.error).toBe('slow_down');
    await later();
    expect((await poll(device_code)).body.error).toBe('authorization_pending');
  });

  it('is refused for good', async () => {
    const { device_code, user_code } = await begin();
    expect((await decide(user_code, false)).status).toBe(204);
    expect(shown(await poll(device_code))).toEqual([400, 'access_denied', 'access_denied']);
    expect(shown(await decide(user_code, true))).toEqual([404, 'user_code_invalid', undefined]);
    expect(shown(await poll(device_code))).toEqual([400, 'access_denied', 'access_denied']);
  });

  it('is decided once, whoever decides at the same time', async () => {
    const { user_code } = await begin();
    const answers = await Promise.all([true, false, true, false].map((approve) => decide(user_code, approve)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404]);
  });

  it('comes too late after ten minutes, approved or not', async () => {
    const first = await begin();
    const second = await begin();
    expect((await decide(second.user_code, true)).status).toBe(204);
    await database.query(`update device_requests set expires_at = now() - interval '1 second'`);
    for (const { device_code } of [first, second]) {
      expect(shown(await poll(device_code))).toEqual([400, 'expired_token', 'expired_token']);
    }
    expect((await decide(first.user_code, true)).body.code).toBe('user_code_invalid');
  });

  it.each(['', 'cpd_', `cpd_${'A'.repeat(43)}`, 'eyJ.eyJ.sig', '\u0000'])('knows no device code %j', async (code) => {
    expect(shown(await poll(code))).toEqual([400, 'invalid_grant', 'invalid_grant']);
  });

  it.each<[string, object]>([
    ['no code', {}],
    ['a list', { device_code: ['x'] }],
    ['another grant', { device_code: 'x', grant_type: 'password' }],
    ['an unknown field', { device_code: 'x', user_id: 'y' }],
  ])('refuses a poll with %s', async (_what, body) => {
    expect((await device.post('/auth/device/token', { body })).body.code).toBe('validation_failed');
  });

  it.each<[object]>([
    [{ client_id: '<b>cli</b>' }],
    [{ client_id: 'a'.repeat(65) }],
    [{ client_id: ' cli' }],
    [{ client_id: 'c\u202ei' }],
    [{ scope: 'a  b' }],
    [{ user_id: 'x' }],
  ])('refuses to begin with %j', async (body) => {
    expect((await device.post('/auth/device', { body })).body.code).toBe('validation_failed');
  });

  it('falls with the session it was approved in, unless that was signed out of', async () => {
    const thief = await login(person, user.email, user.password);
    const own = await login(person, user.email, user.password);
    const stolen = await begin();
    expect((await decide(stolen.user_code, true, thief.token)).status).toBe(204);
    const changed = 'Wide-Peepal-Leaf-17';
    const change = { current_password: user.password, new_password: changed };
    expect((await person.post('/auth/password/change', { token: own.token, body: change })).status).toBe(204);
    expect(shown(await poll(stolen.device_code))).toEqual([400, 'access_denied', 'access_denied']);

    user = await login(person, user.email, changed);
    const approved = await begin();
    expect((await decide(approved.user_code, true)).status).toBe(204);
    expect((await person.post('/auth/logout', { token: user.token })).status).toBe(204);
    expect((await poll(approved.device_code)).status).toBe(200);

    user = await login(person, user.email, changed);
    const all = await begin();
    expect((await decide(all.user_code, true)).status).toBe(204);
    expect((await person.post('/auth/logout-all', { token: user.token })).status).toBe(204);
    expect((await poll(all.device_code)).body.error).toBe('access_denied');
    user = await login(person, user.email, changed);
  });

  it('is approved by nobody without a session', async () => {
    const { user_code } = await begin();
    const body = { user_code, approve: true };
    expect((await person.post('/auth/device/approve', { body })).body.code).toBe('authentication_required');
    const key = await person.post('/api-keys', { token: user.token, body: { name: 'ci' } });
    expect((await person.post('/auth/device/approve', { token: key.body.key, body })).status).toBe(403);
    expect((await person.get(`/auth/device?user_code=${user_code}`, { token: key.body.key })).status).toBe(403);
  });

  it('lets a session try five wrong codes, and another session of the user its own five', async () => {
    const { user_code } = await begin();
    const guesser = await login(person, user.email, user.password);
    const wrong = ['BBBB-BBBB', 'CCCC-CCCC', 'x', '', 'DDDD-DDDD', 'FFFF-FFFF', 'GGGG-GGGG'];
    const answers = await Promise.all(wrong.map((code) => decide(code, true, guesser.token)));
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
    expect((await decide(user_code, true, guesser.token)).status).toBe(429);
    expect((await decide(user_code, true)).status).toBe(204);
  });

  describe('its page', () => {
    it('offers no provider where there is none', async () => {
      expect((await person.get('/auth/oidc')).body).toEqual({ enabled: false, button: null });
      for (const path of ['/auth/oidc/start', '/auth/oidc/callback?state=x&code=y']) {
        expect((await person.get(path)).body.code).toBe('not_found');
      }
    });

    it('comes from here alone, and has nothing inline', async () => {
      const page = await person.get('/device?user_code=WDJB-MJHT');
      expect(page.status).toBe(200);
      const policy = page.headers.get('content-security-policy') as string;
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; /);
      expect(policy).not.toContain('unsafe');
      expect(page.body).not.toMatch(/<script(?![^>]* src=)|<style| style=| on[a-z]+=|https?:/);
      for (const [path, type] of [
        ['/device/page.js', 'text/javascript; charset=utf-8'],
        ['/device/page.css', 'text/css; charset=utf-8'],
      ] as const) {
        const asset = await person.get(path);
        expect([asset.status, asset.headers.get('content-type')]).toEqual([200, type]);
      }
      expect((await person.get('/device/page.html')).status).toBe(404);
    });

    (chromium === null ? it.skip : it)('approves a device in a browser, by keyboard alone', async () => {
      const { device_code, user_code } = await begin({ client_id: 'a terminal' });
      const browser = await Browser.start(chromium as string);
      try {
        await browser.open(`${services[1]!.url}/device?user_code=${user_code}`);
        expect(await browser.evaluate('location.search')).toBe('');
        await browser.press('Enter');
        await browser.shows('2. Sign in');
        await browser.press('Tab');
        await browser.type(user.email);
        await browser.press('Tab');
        await browser.type('not the password');
        await browser.press('Enter');
        await browser.shows('E-mail or password is wrong');
        await browser.evaluate(
          `document.getElementById('password').value = ''; document.getElementById('password').focus()`,
        );
        await browser.type(user.password);
        await browser.press('Enter');
        await browser.shows('a terminal');
        await browser.shows(user.email);
        expect(await browser.evaluate('document.activeElement.id')).toBe('review-title');
        await browser.press('Tab');
        await browser.press('Enter');
        await browser.shows('Your device is connected');
        expect(await browser.evaluate('localStorage.length + sessionStorage.length + document.cookie.length')).toBe(0);
        // The refused password is all that the console may tell of.
        expect(browser.complaints.filter((text) => !text.includes('/auth/login'))).toEqual([]);
      } finally {
        await browser.close();
      }
      expect((await poll(device_code)).status).toBe(200);
    });
  });
});
