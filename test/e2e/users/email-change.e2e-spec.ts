import { api, type Answer, type Api, login, type SignedIn } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { type MailInstances, startMailInstances } from '../../support/mail-instances.js';
import { type MailServer, startMailServer, tokenIn } from '../../support/mail-server.js';
import { sharedStores, startService } from '../../support/service.js';
import { storeOf } from '../../support/store.js';

const password = 'Tall-Banyan-Tree-42';

describeOnce('POST /users/me/email', () => {
  let instances: MailInstances;
  let mail: MailServer;
  let client: Api;
  let elsewhere: Api;

  beforeAll(async () => {
    instances = await startMailInstances();
    ({ mail, client, elsewhere } = instances);
  });
  afterAll(() => instances.stop());

  const code = ({ status, body }: Answer) => [status, body.code];
  const change = (user: SignedIn, email: unknown, proof = password) =>
    client.post('/users/me/email', { token: user.token, body: { email, password: proof } });
  const verify = (token: string) => elsewhere.post('/auth/email/verify', { body: { token } });

  async function account(email: string): Promise<SignedIn> {
    await client.post('/auth/register', { body: { email, password } });
    await verify(tokenIn(await mail.mailTo(email, /Confirm your e-mail/)));
    return login(client, email, password);
  }

  it('changes the address when the new one is confirmed, tells the old one, and voids its links', async () => {
    const user = await account('old@example.org');
    await client.post('/auth/password/forgot', { body: { email: 'old@example.org' } });
    const reset = tokenIn(await mail.mailTo('old@example.org', /new password/));
    expect(code(await change(user, 'New@example.org', 'wrong password'))).toEqual([401, 'invalid_credentials']);
    expect((await change(user, 'New@example.org')).status).toBe(202);
    expect((await mail.mailTo('old@example.org', /about to change/)).text).toContain('New@example.org');
    expect((await client.get('/users/me', { token: user.token })).body.email).toBe('old@example.org');
    const token = tokenIn(await mail.mailTo('New@example.org', /Confirm your new/));
    expect((await verify(token)).status).toBe(204);
    expect((await verify(token)).status).toBe(401);
    expect((await elsewhere.get('/users/me', { token: user.token })).body).toMatchObject({
      email: 'New@example.org',
      email_verified: true,
    });
    await mail.mailTo('old@example.org', /was changed/);
    const late = await client.post('/auth/password/reset', { body: { token: reset, new_password: 'Wide-Leaf-17-x' } });
    expect(code(late)).toEqual([401, 'link_invalid']);
    await login(client, 'new@example.org', password);
    const old = await client.post('/auth/login', { body: { email: 'old@example.org', password } });
    expect(code(old)).toEqual([401, 'invalid_credentials']);
  });

  it('does not tell whether somebody has the new address, whose owner hears nothing', async () => {
    const user = await account('asks@example.org');
    const owner = await account('has@example.org');
    const taken = await change(user, 'HAS@example.org');
    const free = await change(user, 'free@example.org');
    expect(taken.status).toBe(202);
    expect(taken.body).toEqual(free.body);
    await mail.mailTo('free@example.org', /Confirm your new/);
    expect(mail.mailsTo('has@example.org', /new e-mail/)).toEqual([]);
    expect((await client.get('/users/me', { token: owner.token })).body.email).toBe('has@example.org');
  });

  it('gives an address that two wait for to whoever confirms first', async () => {
    const [first, second] = [await account('first@example.org'), await account('second@example.org')];
    await change(first, 'both@example.org');
    await change(second, 'both@example.org');
    const tokens = [1, 2].map(async (n) => tokenIn(await mail.mailTo('both@example.org', /Confirm your new/, n)));
    const answers = await Promise.all((await Promise.all(tokens)).map(verify));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
  });

  it('sends to the domain that the address was registered under, however it was spelled', async () => {
    const user = await account('wide@example.org');
    expect((await change(user, 'wide@ＢÜcher.example')).status).toBe(202);
    // The test's server shows a domain in Unicode again.
    await mail.mailTo('wide@bücher.example', /Confirm your new/);
  });

  it('has what is told afterwards go to the new address, also from a session that began before', async () => {
    const user = await account('before@example.org');
    await change(user, 'after@example.org');
    await verify(tokenIn(await mail.mailTo('after@example.org', /Confirm your new/)));
    const { user_code } = (await client.post('/auth/device', { body: { client_id: 'a-cli' } })).body;
    const approval = { token: user.token, body: { user_code, approve: true } };
    expect((await client.post('/auth/device/approve', approval)).status).toBe(204);
    await mail.mailTo('after@example.org', /device was signed in/);
    expect(mail.mailsTo('before@example.org', /device was signed in/)).toEqual([]);
  });

  it('is taken back by a new password', async () => {
    const user = await account('back@example.org');
    await change(user, 'thief@example.org');
    const token = tokenIn(await mail.mailTo('thief@example.org', /Confirm your new/));
    const body = { current_password: password, new_password: 'Wide-Peepal-Leaf-17' };
    expect((await client.post('/auth/password/change', { token: user.token, body })).status).toBe(204);
    expect(code(await verify(token))).toEqual([401, 'link_invalid']);
  });

  it.each([
    ' a@b.co',
    'a\u0000@b.co',
    '\uff41@b.co',
    'a@b',
    '"a b"@b.co',
    'a@b.co\r\nBcc: x@y.co',
    '',
    null,
    1,
    ['a@b.co'],
  ])('refuses %j', async (email) => {
    const user = await login(client, 'has@example.org', password);
    expect(code(await change(user, email))).toEqual([400, 'validation_failed']);
  });
});

describeOnce('POST /auth/sign-in-link', () => {
  it('lets the network try that follows the link, after too many failures from strangers', async () => {
    const mail = await startMailServer();
    const stores = await sharedStores();
    const service = await startService({
      ...stores,
      SMTP_URL: mail.url,
      BASE_URL: 'https://code.example.org',
      TRUSTED_PROXIES: '127.0.0.1',
    });
    const client = api(service);
    const store = await storeOf(stores);
    const email = 'cap@example.org';
    const from = (network: string) => ({ 'x-forwarded-for': network });
    await client.post('/auth/register', { body: { email, password } });
    await client.post('/auth/email/verify', {
      body: { token: tokenIn(await mail.mailTo(email, /Confirm/)) },
    });
    const signIn = (network: string) =>
      client.post('/auth/login', { body: { email, password }, headers: from(network) });
    await client.post('/auth/login', { body: { email, password: 'wrong password' }, headers: from('192.0.2.1') });
    await store.query('update sign_in_failures set failures = 100');
    expect((await signIn('192.0.2.2')).status).toBe(429);
    const asked = await client.post('/auth/sign-in-link', { body: { email }, headers: from('192.0.2.2') });
    expect(asked.status).toBe(202);
    const token = tokenIn(await mail.mailTo(email, /from this network/));
    const use = { body: { token }, headers: from('192.0.2.2') };
    expect((await client.post('/auth/sign-in-link/use', use)).status).toBe(204);
    expect((await client.post('/auth/sign-in-link/use', use)).status).toBe(401);
    expect((await signIn('192.0.2.2')).status).toBe(200);
    await store.end();
    await service.stop();
  });
});

describe('the page behind mailed links', () => {
  it('loads nothing from elsewhere and holds nothing inline', async () => {
    const service = await startService();
    const client = api(service);
    const page = await client.get('/links/reset-password');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self'/);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.body).not.toMatch(/<script(?![^>]* src=)|style=| on\w+=|https?:/);
    const script = await client.get('/links/page.js');
    expect(script.headers.get('content-type')).toContain('text/javascript');
    expect((await client.get('/device/page.css')).status).toBe(200);
    expect((await client.get('/links/anything')).status).toBe(404);
    await service.stop();
  });
});
