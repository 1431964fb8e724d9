import { api, type Api, register } from '../../support/api.js';
import { byKey } from '../../support/api-keys.js';
import { until } from '../../support/poll.js';
import { type Service, startService } from '../../support/service.js';

describe('/users/me', () => {
  let service: Service;
  let client: Api;

  beforeAll(async () => {
    service = await startService();
    client = api(service);
  });
  afterAll(() => service.stop());

  it('shows the caller’s own account', async () => {
    const { id, email, token } = await register(client);
    const answer = await client.get('/users/me', { token });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id, email, name: null, plan: 'free', role: 'user', status: 'active' });
    expect(JSON.stringify(answer.body)).not.toMatch(/hash|argon|version/);
  });

  it('changes the name, and takes it away', async () => {
    const { token } = await register(client);
    const patch = (body: unknown) => client.patch('/users/me', { token, body });
    expect((await patch({ name: 'Ada 🦉' })).body.name).toBe('Ada 🦉');
    expect((await patch({})).body.name).toBe('Ada 🦉');
    expect((await patch({ name: null })).body.name).toBeNull();
    expect((await client.get('/users/me', { token })).body.name).toBeNull();
  });

  it.each(['role', 'plan', 'status', 'permissions', 'email', 'id', 'password_hash', 'rate_limit_override', 'version'])(
    'does not let the caller set %s',
    async (field) => {
      const { token } = await register(client);
      const before = (await client.get('/users/me', { token })).body;
      const answer = await client.patch('/users/me', { token, body: { name: 'x', [field]: 'admin' } });
      expect(answer.status).toBe(400);
      expect(answer.body.errors).toEqual([
        { pointer: `/${field}`, code: 'unknown_field', message: expect.any(String) },
      ]);
      expect((await client.get('/users/me', { token })).body).toEqual(before);
    },
  );

  it.each(['', '   ', 'a'.repeat(101), 'a\nb', 7, ['x'], {}])('refuses the name %j', async (name) => {
    const { token } = await register(client);
    const answer = await client.patch('/users/me', { token, body: { name } });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer: '/name' })]);
  });

  it('has keys, can be taken along and deleted, on either store', async () => {
    const { id, email, token } = await register(client);
    const retried = { token, body: { name: 'build' }, headers: { 'idempotency-key': 'once' } };
    const [made, again] = [await client.post('/api-keys', retried), await client.post('/api-keys', retried)];
    expect([made.status, again.body.key]).toEqual([201, made.body.key]);
    const path = `/api-keys/${made.body.id}`;
    const rotated = await client.post(`${path}/rotate`, { token, body: { grace_seconds: 0 } });
    expect((await client.get('/users/me', byKey(rotated.body.key))).body.id).toBe(id);
    expect((await client.get('/users/me', byKey(made.body.key))).status).toBe(401);
    await until('its use is written', async () => (await client.get(path, { token })).body.use_count === 1);
    await until('the record has opened fields', async () => {
      const { body } = await client.get('/users/me/export', { token });
      expect(body.account).toMatchObject({ id, email });
      return body.activity.some(({ data }: { data?: { name?: string } }) => data?.name === 'build');
    });
    expect((await client.delete('/users/me', { token })).status).toBe(204);
    expect((await client.get('/users/me', { token })).status).toBe(401);
    expect((await client.get('/users/me', byKey(rotated.body.key))).body.code).toBe('api_key_invalid');
    expect((await register(client, email)).id).not.toBe(id);
  });
});
