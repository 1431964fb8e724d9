import { api, type Api, login, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { until } from '../../support/poll.js';
import { type Service, startService } from '../../support/service.js';

describe('accounts that admins make', () => {
  let service: Service;
  let client: Api;
  let admin: SignedIn;

  beforeAll(async () => {
    service = await startService({ BASE_URL: 'https://pitamah.example' });
    client = api(service);
    admin = await loginAdmin(client);
  });
  afterAll(() => service.stop());

  const make = (body: unknown, token = admin.token) => client.post('/admin/users', { token, body });
  const tokenOf = (link: string) => /^https:\/\/pitamah\.example\/links\/[a-z-]+#token=(cpl_\S+)$/.exec(link)?.[1];
  const accept = (link: string, password: string) =>
    client.post('/auth/invitation/accept', { body: { token: tokenOf(link), password } });

  it('belong to who was invited: the link is shown once, and chooses the password', async () => {
    const made = await make({
      email: 'grace@team.example',
      name: 'Grace',
      plan: 'pro',
      role: 'admin',
      permissions: ['code_analysis'],
      reason: 'leads the team',
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect(made.body).toMatchObject({
      email: 'grace@team.example',
      name: 'Grace',
      plan: 'pro',
      role: 'admin',
      permissions: ['code_analysis', 'admin'],
      invitation: { mailed: false },
    });
    const password = 'Quiet-Harbour-Lamp-7';
    const early = await client.post('/auth/login', { body: { email: 'grace@team.example', password } });
    expect([early.status, early.body.code]).toEqual([401, 'invalid_credentials']);

    const again = await client.post(`/admin/users/${made.body.id}/invitation`, { token: admin.token });
    expect([again.status, again.body.mailed]).toEqual([200, false]);
    expect((await accept(made.body.invitation.link, password)).body.code).toBe('link_invalid');
    expect((await accept(again.body.link, password)).status).toBe(204);
    expect((await accept(again.body.link, password)).body.code).toBe('link_invalid');

    const grace = await login(client, 'grace@team.example', password);
    expect((await client.get('/admin/users', { token: grace.token })).status).toBe(200);
    const late = await client.post(`/admin/users/${made.body.id}/invitation`, { token: admin.token });
    expect([late.status, late.body.code]).toEqual([409, 'conflict']);

    const recorded = await until('the creation is on record', async () => {
      const { body } = await client.get(`/admin/users/${made.body.id}/activity`, { token: admin.token });
      return body.items.find(({ type }: { type: string }) => type === 'user.created');
    });
    expect(recorded).toMatchObject({ actor: { kind: 'admin', id: admin.id }, data: { reason: 'leads the team' } });
  });

  it('can be service accounts, which nobody enters', async () => {
    const made = await make({ kind: 'service', name: 'Build server', plan: 'enterprise' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: 'Build server', plan: 'enterprise', role: 'user', invitation: null });
    const { id } = made.body;
    for (const path of ['invitation', 'password-reset']) {
      const answer = await client.post(`/admin/users/${id}/${path}`, { token: admin.token });
      expect([answer.status, answer.body.code]).toEqual([409, 'conflict']);
    }
    const promoted = await client.patch(`/admin/users/${id}`, { token: admin.token, body: { role: 'admin' } });
    expect([promoted.status, promoted.body.errors[0].pointer]).toEqual([400, '/role']);
    const key = await client.post(`/admin/users/${id}/api-keys`, { token: admin.token, body: { name: 'ci' } });
    expect((await client.get('/users/me/limits', { token: key.body.key })).body.plan).toBe('enterprise');
    const found = await client.get('/admin/users?kind=service', { token: admin.token });
    expect(found.body.items.map((item: { id: string }) => item.id)).toEqual([id]);
  });

  it('get a new password by a link that only their owner uses', async () => {
    const user = await register(client);
    const begun = await client.post(`/admin/users/${user.id}/password-reset`, {
      token: admin.token,
      body: { reason: 'a laptop was stolen' },
    });
    expect(begun.body.mailed).toBe(false);
    await login(client, user.email, user.password);
    const body = { token: tokenOf(begun.body.link), new_password: 'Another-Quiet-Place-3' };
    expect((await client.post('/auth/password/reset', { body })).status).toBe(204);
    expect((await client.get('/users/me', { token: user.token })).body.code).toBe('token_revoked');
    await login(client, user.email, 'Another-Quiet-Place-3');
  });

  it.each<[unknown, string]>([
    [{}, '/email'],
    [{ email: 'not an address' }, '/email'],
    [{ email: 'x@y.example', password: 'chosen by an admin' }, '/password'],
    [{ email: 'x@y.example', plan: 'gold' }, '/plan'],
    [{ email: 'x@y.example', plan: 'anonymous' }, '/plan'],
    [{ email: 'x@y.example', role: 'root' }, '/role'],
    [{ email: 'x@y.example', permissions: ['admin'] }, '/permissions'],
    [{ email: 'x@y.example', reason: 'a\0b' }, '/reason'],
    [{ kind: 'robot', email: 'x@y.example' }, '/kind'],
    [{ kind: 'service' }, '/name'],
    [{ kind: 'service', name: 'x', email: 'x@y.example' }, '/email'],
    [{ kind: 'service', name: 'x', role: 'admin' }, '/role'],
    [{ kind: 'service', name: 'x', permissions: ['admin'] }, '/permissions'],
  ])('are refused for %j', async (body, pointer) => {
    const answer = await make(body);
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect((await client.get('/admin/users?query=x@y.example', { token: admin.token })).body.items).toEqual([]);
  });

  it('are one for each address, whatever its case', async () => {
    const user = await register(client);
    const answer = await make({ email: user.email.toUpperCase().replace('USER', 'uSER') });
    expect([answer.status, answer.body.code]).toEqual([409, 'email_taken']);
  });

  it('are made by admins alone, and by nobody by a key', async () => {
    const user = await register(client);
    for (const path of ['', `/${user.id}/invitation`, `/${user.id}/password-reset`]) {
      const answer = await client.post(`/admin/users${path}`, { token: user.token, body: {} });
      expect([answer.status, answer.body.code]).toEqual([403, 'insufficient_scope']);
    }
    const missing = await client.post('/admin/users/0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c/password-reset', {
      token: admin.token,
    });
    expect([missing.status, missing.body.code]).toEqual([404, 'not_found']);
  });
});
