import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { api, type Api, loginAdmin } from '../../support/api.js';
import { freePort } from '../../support/free-port.js';
import { describeOnce } from '../../support/independent.js';
import { type MailInstances, startMailInstances } from '../../support/mail-instances.js';
import { type MailServer, startMailServer } from '../../support/mail-server.js';
import { until } from '../../support/poll.js';
import { type Service, sharedStores, startFailing, startService } from '../../support/service.js';
import { storeOf } from '../../support/store.js';

const password = 'Tall-Banyan-Tree-42';
const BASE_URL = 'https://code.example.org';
/** Of a server at 0.0.0.0, which is this machine and not its loopback interface; nobody trusts it until told to. */
const certificate = resolve('test/support/certificates/mail-certificate.pem');

type Store = Awaited<ReturnType<typeof storeOf>>;

const register = (client: Api, email: string) => client.post('/auth/register', { body: { email, password } });
const mailHealth = async (client: Api) => (await client.get('/health/ready')).body.checks.mail;
const rowsTo = async (store: Store, template = 'verify-email') =>
  (await store.query(`select state, attempts, failure, content from mail_outbox where template = $1`, [template])).rows;

describeOnce('mail', () => {
  let instances: MailInstances;
  let mail: MailServer;
  let one: Service;
  let two: Service;
  let client: Api;
  let store: MailInstances['store'];

  beforeAll(async () => {
    instances = await startMailInstances();
    ({ mail, one, two, client, store } = instances);
  });
  afterEach(() => mail.refuse(null));
  afterAll(() => instances.stop());

  it('goes out once, whichever of the instances takes it', async () => {
    const addresses = Array.from({ length: 12 }, (_, i) => `each-${i}@example.org`);
    await Promise.all(addresses.map((address) => register(client, address)));
    for (const address of addresses) await mail.mailTo(address, /Confirm/);
    await until('all are settled', async () => (await rowsTo(store)).every(({ state }) => state === 'sent'));
    for (const address of addresses) expect(mail.mailsTo(address)).toHaveLength(1);
    expect((await rowsTo(store)).map(({ content }) => content)).toEqual(Array(12).fill(null));
  });

  it('is tried again while the server says "not now"', async () => {
    const address = 'later@example.org';
    mail.refuse({ code: 451, text: `try later, ${address}` }, (to) => to === address);
    await register(client, address);
    await until('it was tried twice', () => mail.attempts.filter((to) => to === address).length >= 2);
    mail.refuse(null);
    await mail.mailTo(address, /Confirm/);
  });

  it('is given up when the server refuses it for good, which is counted and holds up no other', async () => {
    const address = 'gone@example.org';
    mail.refuse({ code: 550, text: `no ${address} here` }, (to) => to === address);
    await register(client, address);
    await register(client, 'there@example.org');
    await mail.mailTo('there@example.org', /Confirm/);
    const dead = await until('it is given up', async () => (await rowsTo(store)).find(({ state }) => state === 'dead'));
    expect(dead).toEqual({ state: 'dead', attempts: 1, failure: 'smtp_550', content: null });
    const health = await until('health knows', async () => {
      const now = [await mailHealth(client), await mailHealth(api(two))];
      return now.find((part) => part.dead === 1);
    });
    expect(health).toMatchObject({ state: 'ok', enabled: true });
    expect(one.logs() + two.logs()).not.toContain(address);
  });

  it('goes to one address so often in an hour and no more', async () => {
    const address = 'often@example.org';
    await register(client, address);
    await mail.mailTo(address, /Confirm/);
    await store.query(
      `insert into mail_outbox (id, template, recipient, state, due_at, expires_at, created_at, settled_at)
       select gen_random_uuid(), 'security-notice', recipient, 'sent', now(), now(), now(), now()
       from mail_outbox cross join generate_series(1, 19)
       where user_id = (select id from users where email = $1)`,
      [address],
    );
    await client.post('/auth/email/resend', { body: { email: address } });
    await register(client, 'marker@example.org');
    await mail.mailTo('marker@example.org', /Confirm/);
    expect(mail.mailsTo(address)).toHaveLength(1);
    await store.query(`update mail_outbox set settled_at = now() - interval '2 hours' where state = 'sent'`);
    await mail.mailTo(address, /Confirm/, 2);
  });

  it('goes with its account', async () => {
    mail.refuse({ code: 451, text: 'later' });
    await register(client, 'deleted@example.org');
    await store.query(`delete from users where email = 'deleted@example.org'`);
    mail.refuse(null);
    await register(client, 'after@example.org');
    await mail.mailTo('after@example.org', /Confirm/);
    expect(mail.mailsTo('deleted@example.org')).toEqual([]);
  });

  it('tells of alerts, whatever the account that they are about calls itself', async () => {
    const { token } = await loginAdmin(client);
    const body = { name: 'mails', kind: 'email', addresses: ['on-call@example.org'], heartbeat: false };
    const { body: channel } = await client.post('/admin/webhooks', { token, body });
    const path = `/admin/webhooks/${channel.id}`;
    await client.post(`${path}/test`, { token });
    await mail.mailTo('on-call@example.org', /^CodePitamah: this is a test$/);

    const name = 'Ada\r\nBcc: all@evil.example\r\n\r\n<script>\u202ex</script> https://evil.example';
    const address = 'hostile@example.org';
    await register(client, address);
    const changed = await store.query(`update users set name = $1 where email = $2 returning id`, [name, address]);
    const [{ id }] = changed.rows as [{ id: string }];
    const now = new Date().toISOString();
    const unknown = { score_before: null, score_after: null, multiplier: null, decision_id: null };
    const facts = { message: 'too fast', count: 21, span_ms: 3_000, contributions: [], ...unknown };
    const alert = {
      id,
      fingerprint: 'f'.repeat(64),
      episode: 1,
      status: 'firing',
      scenario: 'rapid-fire',
      severity: 'high',
      subject: { kind: 'user', id },
      user_id: id,
      network: null,
      fires: 1,
      started_at: now,
      fired_at: now,
      resolved_at: null,
      facts,
    };
    const group = { kind: 'group', composed_at: now, scenario: 'rapid-fire', alerts: [alert], more: 0 };
    await store.query(
      `insert into alert_deliveries (id, channel_id, kind, group_key, state, message, due_at, created_at)
       values (gen_random_uuid(), $1, 'group', 'rapid-fire', 'waiting', $2, now(), now())`,
      [channel.id, JSON.stringify(group)],
    );
    const told = await mail.mailTo('on-call@example.org', /^CodePitamah: rapid-fire, high, firing$/);
    expect(told.to).toEqual(['on-call@example.org']);
    expect([...told.mail.headers.keys()]).not.toContain('bcc');
    for (const part of [told.text, told.html]) {
      expect(part).toContain(`user ${id}`);
      expect(part).not.toMatch(/\u202e|evil\.example|^Bcc/m);
    }
    expect(told.html).not.toContain('<script');
  });

  it('never holds an answer up: a server that hangs keeps its mails, and the requests go on', async () => {
    mail.refuse('hang', (to) => to.startsWith('hang-'));
    for (let i = 0; i < 4; i += 1) expect((await register(client, `hang-${i}@example.org`)).status).toBe(202);
    expect((await client.get('/health/live')).status).toBe(200);
  });
});

describeOnce('a mail server that cannot be used', () => {
  it('delays mails until it can, and health says why', async () => {
    const port = await freePort();
    const stores = await sharedStores();
    const service = await startService({ ...stores, SMTP_URL: `smtp://127.0.0.1:${port}`, BASE_URL });
    const client = api(service);
    expect((await register(client, 'patient@example.org')).status).toBe(202);
    const health = await until('health tells', async () => {
      const part = await mailHealth(client);
      return part.state === 'degraded' && part.waiting === 1 ? part : undefined;
    });
    expect(health.reason).toBe('connection_failed');
    expect((await client.get('/health/ready')).status).toBe(200);
    const mail = await startMailServer({}, port);
    await mail.mailTo('patient@example.org', /Confirm/);
    await until('health is well', async () => (await mailHealth(client)).state === 'ok');
    const metrics = (await client.get('/metrics')).body as string;
    expect(metrics).toMatch(/codepitamah_mail_sent_total\{template="verify-email"\} 1/);
    expect(metrics).toMatch(/codepitamah_mail_failed_attempts_total\{reason="connection_failed"\} \d/);
    await service.stop();
  });

  it('is not spoken to in the clear: without STARTTLS nothing is said to a server elsewhere', async () => {
    const said: string[] = [];
    const server = await plainServer(said);
    const stores = await sharedStores();
    // Any address that is this machine and not its loopback interface.
    const settings = { ...stores, SMTP_URL: `smtp://user:pass-word@0.0.0.0:${portOf(server)}`, BASE_URL };
    const service = await startService(settings);
    await register(api(service), 'private@example.org');
    const health = await until('health tells', async () => {
      const part = await mailHealth(api(service));
      return part.state === 'degraded' ? part : undefined;
    });
    expect(health.reason).toBe('tls_failed');
    expect(said.join('')).not.toMatch(/AUTH|MAIL|private@|cGFzcy13b3Jk/);
    expect(service.logs()).not.toContain('pass-word');
    await service.stop();
    const plain = await startService({ ...settings, SMTP_ALLOW_PLAINTEXT: 'on' });
    await until('it is spoken to', () => said.join('').includes('AUTH'));
    await plain.stop();
    server.close();
  });

  it('is trusted by its certificate, and signed in to', async () => {
    const mail = await startMailServer({
      secure: true,
      key: readFileSync('test/support/certificates/mail-key.pem'),
      cert: readFileSync(certificate),
      authOptional: false,
      onAuth: ({ username, password }, _session, done) =>
        username === 'ada@example.org' && password === 'p:/w'
          ? done(null, { user: username })
          : done(new Error('wrong')),
    });
    const url = `smtps://ada%40example.org:p%3A%2Fw@0.0.0.0:${mail.port}`;
    const stores = await sharedStores();
    const strange = await startService({ ...stores, SMTP_URL: url, BASE_URL });
    await register(api(strange), 'trust@example.org');
    const health = await until('health tells', async () => {
      const part = await mailHealth(api(strange));
      return part.state === 'degraded' ? part : undefined;
    });
    expect(health.reason).toBe('certificate_not_trusted');
    await strange.stop();
    const trusting = await startService({ ...stores, SMTP_URL: url, BASE_URL, NODE_EXTRA_CA_CERTS: certificate });
    const received = await mail.mailTo('trust@example.org', /Confirm/);
    expect([received.secure, received.user]).toEqual([true, 'ada@example.org']);
    await trusting.stop();
  });

  it.each([
    ['SMTP_URL without BASE_URL', { SMTP_URL: 'smtp://localhost' }, 'BASE_URL'],
    ['an SMTP_URL of another kind', { SMTP_URL: 'http://localhost:s3cret', BASE_URL }, 'SMTP_URL'],
    ['a MAIL_FROM that is no address', { SMTP_URL: 'smtp://localhost', BASE_URL, MAIL_FROM: 'me' }, 'MAIL_FROM'],
  ])('refuses to start with %s', async (_, settings, name) => {
    const { code, output } = await startFailing(settings);
    expect(code).toBe(1);
    expect(output).toContain(`${name}:`);
    expect(output).not.toContain('s3cret');
  });
});

/** A mail server of the last century: it knows no STARTTLS. */
function plainServer(said: string[]): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('220 old ESMTP\r\n');
    socket.on('data', (data) => {
      said.push(data.toString());
      const hello = data.toString().startsWith('EHLO');
      socket.write(hello ? '250-old\r\n250 AUTH PLAIN\r\n' : '535 no\r\n');
    });
  });
  return new Promise((resolve) => server.listen(0, '0.0.0.0', () => resolve(server)));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
