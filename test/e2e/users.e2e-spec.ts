import { api, type Api, register } from '../support/api.js';
import { type Service, startService } from '../support/service.js';

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
});
