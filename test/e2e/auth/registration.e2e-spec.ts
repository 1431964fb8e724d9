import { api, type Answer, type Api, login } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { type MailInstances, startMailInstances } from '../../support/mail-instances.js';
import { type MailServer, tokenIn } from '../../support/mail-server.js';
import { type Service, startService } from '../../support/service.js';

const password = 'Tall-Banyan-Tree-42';
const other = 'Wide-Peepal-Leaf-17';

describeOnce('registration where mail is configured', () => {
  let instances: MailInstances;
  let mail: MailServer;
  let one: Service;
  let two: Service;
  let client: Api;
  let elsewhere: Api;
  let store: MailInstances['store'];

  beforeAll(async () => {
    instances = await startMailInstances({
      BASE_URL: 'https://code.example.org/pitamah',
      TRUSTED_PROXIES: '127.0.0.1',
    });
    ({ mail, one, two, client, elsewhere, store } = instances);
  });
  afterAll(() => instances.stop());

  const register = (email: string, chosen = password, name?: string) =>
    client.post('/auth/register', { body: { email, password: chosen, ...(name === undefined ? {} : { name }) } });
  const signIn = (email: string, chosen = password) =>
    elsewhere.post('/auth/login', { body: { email, password: chosen } });
  const verify = (token: unknown) => elsewhere.post('/auth/email/verify', { body: { token } });
  const code = ({ status, body }: Answer) => [status, body.code];

  it('answers 202, and the link in the mail opens the account on every instance', async () => {
    const answer = await register('Ada.Lovelace@Example.org', password, 'Ada');
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({ status: 'accepted', detail: expect.any(String) });
    expect(code(await signIn('ada.lovelace@example.org'))).toEqual([403, 'email_unverified']);
    expect(code(await signIn('ada.lovelace@example.org', other))).toEqual([401, 'invalid_credentials']);

    const received = await mail.mailTo('Ada.Lovelace@example.org', /Confirm your e-mail/);
    expect(received.mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(received.mail.from?.text).toBe('"CodePitamah" <no-reply@code.example.org>');
    const token = tokenIn(received);
    expect(received.text).toContain(`https://code.example.org/pitamah/links/verify-email#token=${token}`);
    expect(received.html).toContain(`href="https://code.example.org/pitamah/links/verify-email#token=${token}"`);

    expect((await verify(token)).status).toBe(204);
    expect(code(await verify(token))).toEqual([401, 'link_invalid']);
    const user = (await signIn('ada.lovelace@example.org')).body.user;
    expect(user).toMatchObject({ email: 'Ada.Lovelace@Example.org', name: 'Ada', email_verified: true, plan: 'free' });
  });

  it('answers alike for an address that is taken, whose owner is told', async () => {
    await register('taken@example.org');
    await verify(tokenIn(await mail.mailTo('taken@example.org', /Confirm/)));
    const free = await register('free@example.org', other);
    const taken = await register('TAKEN@example.org', other);
    const shape = ({ status, body, headers }: Answer) => {
      const names = [...headers.keys()].filter((name) => name !== 'date' && name !== 'x-request-id');
      return { status, body, headers: names.map((name) => [name, headers.get(name)]) };
    };
    expect(shape(taken)).toEqual(shape(free));
    const notice = await mail.mailTo('taken@example.org', /already have an account/);
    expect(notice.text).not.toMatch(/token/);
    expect(code(await signIn('taken@example.org', other))).toEqual([401, 'invalid_credentials']);
    expect((await signIn('taken@example.org')).status).toBe(200);
  });

  it('lets whoever reads the mail have the account, not whoever registered the address first or last', async () => {
    const attacker = 'attacker-was-here-first';
    await register('owner@example.org', attacker);
    await mail.mailTo('owner@example.org', /Confirm/);
    expect((await register('owner@example.org')).body).toEqual((await register('owner@example.org', attacker)).body);
    await mail.mailTo('owner@example.org', /new password/, 2);
    // Asked for another link, the service must not confirm a password that a stranger may have chosen.
    await client.post('/auth/email/resend', { body: { email: 'owner@example.org' } });
    const token = tokenIn(await mail.mailTo('owner@example.org', /new password/, 3));
    expect(code(await verify(token))).toEqual([401, 'link_invalid']);
    const reset = { body: { token, new_password: password } };
    expect((await elsewhere.post('/auth/password/reset', reset)).status).toBe(204);
    expect(code(await signIn('owner@example.org', attacker))).toEqual([401, 'invalid_credentials']);
    expect((await signIn('owner@example.org')).body.user.email_verified).toBe(true);
    expect(mail.mailsTo('owner@example.org', /Confirm/)).toHaveLength(1);
  });

  it('takes the password that is chosen with the link, and none that a stranger registered with', async () => {
    const stranger = 'stranger-was-here-first';
    await register('unasked@example.org', stranger);
    const token = tokenIn(await mail.mailTo('unasked@example.org', /Confirm/));
    const confirm = (chosen: unknown) => elsewhere.post('/auth/email/verify', { body: { token, password: chosen } });
    // A password that is refused leaves the link good.
    for (const bad of ['short', 'Password123!', 'unasked@example.org', null, 12345678]) {
      expect((await confirm(bad)).status).toBe(400);
    }
    expect((await confirm(password)).status).toBe(204);
    expect(code(await confirm(password))).toEqual([401, 'link_invalid']);
    expect(code(await signIn('unasked@example.org', stranger))).toEqual([401, 'invalid_credentials']);
    expect((await signIn('unasked@example.org')).body.user.email_verified).toBe(true);
    // Nobody had entered the account: there is nothing to warn its owner of.
    expect(mail.mailsTo('unasked@example.org')).toHaveLength(1);
  });

  it('mails another link on request, and an earlier one is void', async () => {
    await register('again@example.org');
    const first = tokenIn(await mail.mailTo('again@example.org', /Confirm/));
    const answers = await Promise.all(
      ['again@example.org', 'nobody@example.org'].map((email) =>
        client.post('/auth/email/resend', { body: { email } }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(answers[0]?.body).toEqual(answers[1]?.body);
    const second = tokenIn(await mail.mailTo('again@example.org', /Confirm/, 2));
    expect(code(await verify(first))).toEqual([401, 'link_invalid']);
    expect((await verify(second)).status).toBe(204);
    expect(mail.mailsTo('nobody@example.org')).toEqual([]);
  });

  it('takes a link once, of twenty simultaneous uses', async () => {
    await register('many@example.org');
    const token = tokenIn(await mail.mailTo('many@example.org', /Confirm/));
    const uses = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? client : elsewhere));
    const answers = await Promise.all(uses.map((at) => at.post('/auth/email/verify', { body: { token } })));
    const invalid = { status: 401, code: 'link_invalid' };
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ status }) => status !== 204).map(({ body }) => body)).toEqual(
      Array(19).fill(expect.objectContaining(invalid)),
    );
  });

  it('takes no link that is too old, of another purpose, or made up', async () => {
    await register('late@example.org');
    const token = tokenIn(await mail.mailTo('late@example.org', /Confirm/));
    const reset = await client.post('/auth/password/reset', { body: { token, new_password: other } });
    expect(code(reset)).toEqual([401, 'link_invalid']);
    await store.query(`update one_time_links set expires_at = now() - interval '1 second'
      where user_id = (select id from users where email = 'late@example.org')`);
    for (const bad of [token, `${token.slice(0, -1)}A`, '', 'x', 'cpl_', "'; drop table users; --", '\u0000']) {
      expect(code(await verify(bad))).toEqual([401, 'link_invalid']);
    }
    for (const bad of [null, 1, [token], { token }, 'x'.repeat(10_000)]) expect((await verify(bad)).status).toBe(400);
  });

  it('lets one of many simultaneous registrations open the account', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => register('race@example.org')));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(202));
    const { rows } = await store.query(`select count(*)::int as n from users where email_key = 'race@example.org'`);
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('sends an address no more than its share of mails, and tells nobody so', async () => {
    const seen = mail.mailsTo('race@example.org').length;
    expect(seen).toBeLessThanOrEqual(5);
    for (let i = 0; i < 3; i += 1) expect((await register('race@example.org')).status).toBe(202);
    const marker = 'marker@example.org';
    await register(marker);
    await mail.mailTo(marker, /Confirm/);
    expect(mail.mailsTo('race@example.org').length).toBeLessThanOrEqual(5);
  });

  it('lets nobody use up the mails that an address’s owner needs', async () => {
    const email = 'owner@example.org';
    const ask = (path: string, network: string) =>
      client.post(path, { body: { email }, headers: { 'x-forwarded-for': network } });
    const before = mail.mailsTo(email, /Choose a new password/).length;
    for (let i = 0; i < 7; i += 1) {
      await ask('/auth/email/resend', '203.0.113.5');
      await ask('/auth/password/forgot', '203.0.113.5');
    }
    await mail.mailTo(email, /Choose a new password/, before + 5);
    await ask('/auth/password/forgot', '203.0.113.6');
    await mail.mailTo(email, /Choose a new password/, before + 6);
  });

  it('keeps tokens as hashes and mails sealed, and puts none into the log', async () => {
    const { rows } = await store.query(`select template, content, state from mail_outbox`);
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows.filter(({ state }) => state === 'sent')) expect(row.content).toBeNull();
    const dump = JSON.stringify((await store.query('select * from one_time_links')).rows);
    expect(dump).not.toContain('cpl_');
    expect(one.logs() + two.logs()).not.toMatch(/cpl_|@example\.org/);
  });

  it('shuts nobody out who had an account before, the first admin least of all', async () => {
    const admin = await login(client, 'admin@pitamah.test', 'Correct-Horse-Battery-9');
    const { body } = await client.get('/users/me', { token: admin.token });
    expect(body).toMatchObject({ role: 'admin', email_verified: false });
    const again = await register('admin@pitamah.test', other);
    expect(again.status).toBe(202);
    await mail.mailTo('admin@pitamah.test', /already have an account/);
    await login(client, 'admin@pitamah.test', 'Correct-Horse-Battery-9');
  });
});

describe('registration by invitation', () => {
  it('says that it needs one', async () => {
    const service = await startService({ REGISTRATION: 'invite' });
    const answer = await api(service).post('/auth/register', { body: { email: 'a@example.org', password } });
    expect([answer.status, answer.body.code]).toEqual([403, 'invitation_required']);
    await service.stop();
  });
});
