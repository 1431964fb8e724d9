import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { api, type Api, login, loginAdmin, type SignedIn } from '../../support/api.js';
import { Authenticator } from '../../support/authenticator.js';
import { type MailServer, startMailServer, tokenIn } from '../../support/mail-server.js';
import { type Service, startService } from '../../support/service.js';

const WEBHOOK_SECRET = 'whsec_of-one-account';
const EMAIL = 'ada@life.example';
const password = 'Tall-Banyan-Tree-42';
const newPassword = 'Wide-Peepal-Leaf-17';

/**
 * One account from its registration to its deletion, on one instance and on the stores of the run: the embedded ones
 * too, on which the tests of two instances cannot be run. Each step goes on from the one before.
 */
describe('the life of an account', () => {
  let mail: MailServer;
  let service: Service;
  let client: Api;
  let folder: string;
  let admin: SignedIn;
  let ada: SignedIn;
  let app: Authenticator;
  let key: string;

  beforeAll(async () => {
    mail = await startMailServer();
    folder = mkdtempSync(join(tmpdir(), 'pitamah-life-'));
    const file = join(folder, 'billing.yaml');
    writeFileSync(file, 'grace: 7d\nprices:\n  price_pro: pro\n');
    service = await startService({
      SMTP_URL: mail.url,
      BASE_URL: 'https://code.example.org',
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      BILLING_FILE: file,
    });
    client = api(service);
    admin = await loginAdmin(client);
  });
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const analyze = (token: string) => client.post('/analyze', { token, body: { code: 'x = 1\n', language: 'python' } });

  it('begins with a mail', async () => {
    const answer = await client.post('/auth/register', { body: { email: EMAIL, password, name: 'Ada' } });
    expect(answer.status).toBe(202);
    const early = await client.post('/auth/login', { body: { email: EMAIL, password } });
    expect([early.status, early.body.code]).toEqual([403, 'email_unverified']);
    const token = tokenIn(await mail.mailTo(EMAIL, /Confirm your e-mail/));
    expect((await client.post('/auth/email/verify', { body: { token } })).status).toBe(204);
    ada = await login(client, EMAIL, password);
  });

  it('changes its password by a mailed link, which ends the sessions', async () => {
    expect((await client.post('/auth/password/forgot', { body: { email: EMAIL } })).status).toBe(202);
    const token = tokenIn(await mail.mailTo(EMAIL, /Choose a new password/));
    const answer = await client.post('/auth/password/reset', { body: { token, new_password: newPassword } });
    expect(answer.status).toBe(204);
    expect((await client.get('/users/me', { token: ada.token })).body.code).toBe('token_revoked');
    ada = await login(client, EMAIL, newPassword);
  });

  it('gets a second factor', async () => {
    const begun = await client.post('/auth/mfa/totp', { token: ada.token });
    app = new Authenticator(begun.body.secret);
    const confirmed = await client.post('/auth/mfa/totp/confirm', { token: ada.token, body: { code: app.code() } });
    expect(confirmed.body.recovery_codes).toHaveLength(10);
    const without = await client.post('/auth/login', { body: { email: EMAIL, password: newPassword } });
    expect([without.status, without.body.code]).toEqual([401, 'mfa_required']);
    const [otp] = confirmed.body.recovery_codes;
    const used = await client.post('/auth/login', { body: { email: EMAIL, password: newPassword, otp } });
    expect([used.status, used.body.user.mfa_enabled]).toEqual([200, true]);
    const again = await client.post('/auth/login', { body: { email: EMAIL, password: newPassword, otp } });
    expect([again.status, again.body.code]).toEqual([401, 'mfa_invalid']);
  });

  it('lets a device in', async () => {
    const begun = await client.post('/auth/device', { body: { client_id: 'codepitamah-cli' } });
    const { device_code, user_code } = begun.body;
    const approved = await client.post('/auth/device/approve', {
      token: ada.token,
      body: { user_code, approve: true },
    });
    expect(approved.status).toBeLessThan(300);
    const polled = await client.post('/auth/device/token', { body: { device_code } });
    expect((await client.get('/users/me', { token: polled.body.access_token })).body.email).toBe(EMAIL);
  });

  it('makes a key, whose requests count against the account', async () => {
    const made = await client.post('/api-keys', { token: ada.token, body: { name: 'ci' } });
    expect(made.status).toBe(201);
    key = made.body.key;
    expect((await analyze(key)).status).toBe(200);
    expect((await client.get('/users/me/limits', { token: ada.token })).body.policies[0].remaining).toBe(9);
  });

  it('gets the plan that it pays for', async () => {
    const at = Math.floor(Date.now() / 1000);
    const send = async (type: string, object: object) => {
      const body = JSON.stringify({ id: `evt_${type}`, object: 'event', type, created: at, data: { object } });
      const v1 = createHmac('sha256', WEBHOOK_SECRET).update(`${at}.${body}`).digest('hex');
      const headers = { 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${v1}` };
      return fetch(`${service.url}/billing/webhooks/stripe`, { method: 'POST', headers, body });
    };
    const reference = { mode: 'subscription', customer: 'cus_ada', client_reference_id: ada.id };
    expect((await send('checkout.session.completed', reference)).status).toBe(200);
    const items = { data: [{ price: { id: 'price_pro' } }] };
    const bought = { id: 'sub_ada', customer: 'cus_ada', status: 'active', items };
    expect((await send('customer.subscription.created', bought)).status).toBe(200);
    expect((await client.get('/users/me/limits', { token: key })).body.base_limit).toBe(100);
  });

  it('is blocked by an admin, and free again', async () => {
    const body = { type: 'user', identifier: ada.id, reason: 'a question first' };
    const block = await client.post('/admin/blocks', { token: admin.token, body });
    expect(block.status).toBe(201);
    expect((await analyze(key)).body.code).toBe('blocked');
    const path = `/admin/blocks/${block.body.id}`;
    expect((await client.delete(path, { token: admin.token })).status).toBe(204);
    expect((await analyze(key)).status).toBe(200);
  });

  it('takes its data along, and ends', async () => {
    const exported = await client.get('/users/me/export', { token: ada.token });
    expect(exported.status).toBe(200);
    expect(JSON.stringify(exported.body)).toContain(EMAIL);
    expect((await client.delete('/users/me', { token: ada.token })).status).toBe(204);
    expect((await client.get('/users/me', { token: ada.token })).status).toBe(401);
    expect((await analyze(key)).body.code).toBe('api_key_invalid');
    expect((await client.get(`/admin/users/${ada.id}`, { token: admin.token })).status).toBe(404);
    const again = await client.post('/auth/login', { body: { email: EMAIL, password: newPassword } });
    expect([again.status, again.body.code]).toEqual([401, 'invalid_credentials']);
  });
});
