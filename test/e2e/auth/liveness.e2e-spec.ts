import { readFileSync } from 'node:fs';
import { api, type Api, login, loginAdmin, register } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { startPostgres } from '../../support/postgres-server.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

const code = async (client: Api, token: string) => {
  const answer = await client.get('/auth/sessions', { token });
  return answer.status === 200 ? 'ok' : answer.body.code;
};

describeOnce('two instances on the same stores', () => {
  let instances: [Service, Service];
  let one: Api;
  let two: Api;

  beforeAll(async () => {
    const stores = await sharedStores();
    instances = await Promise.all([startService(stores), startService(stores)]);
    [one, two] = instances.map(api) as [Api, Api];
  });
  afterAll(() => Promise.all(instances.map((instance) => instance.stop())));

  it('know each other’s sessions, and refresh them', async () => {
    const user = await register(one);
    expect(await code(two, user.token)).toBe('ok');
    const answer = await two.post('/auth/refresh', { body: { refresh_token: user.refreshToken } });
    expect(answer.status).toBe(200);
    expect(await code(one, answer.body.access_token)).toBe('ok');
  });

  it('refuse at once what the other has ended', async () => {
    const admin = await loginAdmin(one);
    const acts: [string, (token: string, id: string) => Promise<{ status: number }>][] = [
      ['logout', (token) => one.post('/auth/logout', { token })],
      ['logout of all', (token) => one.post('/auth/logout-all', { token })],
      ['disabled', (_, id) => one.patch(`/admin/users/${id}`, { token: admin.token, body: { status: 'disabled' } })],
      ['role', (_, id) => one.patch(`/admin/users/${id}`, { token: admin.token, body: { role: 'admin' } })],
      ['revoked', (_, id) => one.post(`/admin/users/${id}/revoke-sessions`, { token: admin.token })],
    ];
    for (const [name, act] of acts) {
      const { id, token } = await register(one);
      // Warm: the mirrors say that the session lives.
      expect([name, await code(two, token)]).toEqual([name, 'ok']);
      expect((await act(token, id)).status).toBeLessThan(300);
      expect([name, await code(two, token)]).toEqual([name, 'token_revoked']);
    }
  });

  it('end a reused session on both, and refresh one token once over both', async () => {
    const user = await register(one);
    const racing = Array.from({ length: 10 }, (_, i) =>
      (i % 2 === 0 ? one : two).post('/auth/refresh', { body: { refresh_token: user.refreshToken } }),
    );
    const successors = (await Promise.all(racing)).map((answer) => answer.body.refresh_token);
    expect(new Set(successors).size).toBe(1);
    await two.post('/auth/refresh', { body: { refresh_token: successors[0] } });
    expect((await one.post('/auth/refresh', { body: { refresh_token: user.refreshToken } })).status).toBe(401);
    expect(await code(two, user.token)).toBe('token_revoked');
  });

  it('count failed sign-ins together', async () => {
    // A crowded machine may miss Redis' deadline, and then each instance counts alone: that round proves nothing.
    await until(
      'twenty guesses over both are judged five times',
      async () => {
        const { email } = await register(one);
        const guesses = Array.from({ length: 20 }, (_, i) =>
          (i % 2 === 0 ? one : two).post('/auth/login', { body: { email, password: 'wrong password' } }),
        );
        const statuses = (await Promise.all(guesses)).map((answer) => answer.status);
        return statuses.filter((status) => status === 401).length === 5;
      },
      25_000,
    );
  });
});

describe('the way to the account', () => {
  it('is one MGET while the mirrors are warm', async () => {
    const redis = await startRedis();
    const service = await startService({ REDIS_URL: redis.url });
    const client = api(service);
    const { token } = await register(client);
    const inspector = redis.client();
    const calls = async (command: string) => {
      const info = await inspector.info('commandstats');
      return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(info)?.[1] ?? 0);
    };
    // A crowded machine may miss Redis' deadline once; a quiet run shows what a request asks for.
    const asked = async () => {
      const before = { mget: await calls('mget'), set: await calls('set') };
      for (let i = 0; i < 10; i += 1) await client.get('/users/me', { token });
      return (await calls('mget')) - before.mget === 10 && (await calls('set')) === before.set;
    };
    await until('ten requests ask ten times and refill nothing', asked, 25_000);
    inspector.disconnect();
    await service.stop();
    await redis.stop();
  }, 60_000);

  it('leads through PostgreSQL when an entry is missing or not understood', async () => {
    const redis = await startRedis();
    const service = await startService({ REDIS_URL: redis.url });
    const client = api(service);
    const { id, token } = await register(client);
    const inspector = redis.client();
    await inspector.flushall();
    expect(await code(client, token)).toBe('ok');
    await inspector.set(`{u:${id}}:account`, 'of another version');
    expect(await code(client, token)).toBe('ok');
    // A mirror can say less than the truth, never more: an ended session is not brought back by an old text.
    await client.post('/auth/logout', { token });
    await inspector.flushall();
    expect(await code(client, token)).toBe('token_revoked');
    inspector.disconnect();
    await service.stop();
    await redis.stop();
  });
});

describe('while Redis is', () => {
  let redis: RedisServer;
  let service: Service;
  let client: Api;

  beforeAll(async () => {
    redis = await startRedis();
    service = await startService({ REDIS_URL: redis.url });
    client = api(service);
  });
  afterAll(async () => {
    await service.stop();
    await redis.stop();
  });
  // Another Redis, empty and well, in the same place.
  afterEach(async () => {
    redis.kill('SIGKILL');
    await redis.restart();
    await until('the service uses Redis again', async () => {
      const { body } = await client.get('/health/ready');
      return body.checks.redis.state === 'ok';
    });
  });

  it.each<[string, (redis: RedisServer) => void | Promise<void>]>([
    ['killed', (server) => server.kill('SIGKILL')],
    ['hung', (server) => server.kill('SIGSTOP')],
    ['read-only', (server) => command(server, 'replicaof', '127.0.0.1', '1')],
    ['out of memory', (server) => command(server, 'config', 'set', 'maxmemory', '1')],
  ])('%s: sessions live on, end at once, and begin', async (_, harm) => {
    const user = await register(client);
    const other = await register(client);
    await harm(redis);
    expect(await code(client, user.token)).toBe('ok');
    expect((await client.post('/auth/logout', { token: user.token })).status).toBe(204);
    expect(await code(client, user.token)).toBe('token_revoked');
    expect(await code(client, other.token)).toBe('ok');
    const again = await login(client, user.email, user.password);
    expect(await code(client, again.token)).toBe('ok');
    const refreshed = await client.post('/auth/refresh', { body: { refresh_token: again.refreshToken } });
    expect(refreshed.status).toBe(200);
  });

  it('hung and comes back with what it knew: the end of a session still holds, and reaches it', async () => {
    const user = await register(client);
    redis.kill('SIGSTOP');
    await client.post('/auth/logout', { token: user.token });
    redis.kill('SIGCONT');
    for (let i = 0; i < 20; i += 1) expect(await code(client, user.token)).toBe('token_revoked');
    const inspector = redis.client();
    await until('the tombstone reaches Redis', async () => {
      const [key] = await inspector.keys(`{u:${user.id}}:session:*`);
      return key !== undefined && (await inspector.get(key))?.includes('|ended|');
    });
    inspector.disconnect();
  });
});

describeOnce('while PostgreSQL is', () => {
  it.each<[string, NodeJS.Signals]>([
    ['killed', 'SIGKILL'],
    ['hung', 'SIGSTOP'],
  ])(
    '%s: who is signed in passes, sign-in answers 503, and both stores away is 503, never 401',
    async (_, signal) => {
      const postgres = await startPostgres();
      const redis = await startRedis();
      const service = await startService({ REDIS_URL: redis.url, DATABASE_URL: postgres.url });
      const client = api(service);
      const { email, password, token } = await register(client);
      // The guards ask for the live account; the route itself then needs no store to know that there is no such id.
      const look = () => client.delete('/auth/sessions/none', { token });
      expect((await look()).status).toBe(404);
      signalAll(postgres.pid, signal);
      expect((await look()).status).toBe(404);
      const signIn = await client.post('/auth/login', { body: { email, password } });
      expect([signIn.status, signIn.body.code]).toEqual([503, 'unavailable']);
      expect(Number(signIn.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      redis.kill('SIGKILL');
      const both = await look();
      expect([both.status, both.body.code]).toEqual([503, 'unavailable']);
      expect(Number(both.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      service.kill('SIGKILL');
      if (signal === 'SIGSTOP') signalAll(postgres.pid, 'SIGCONT');
      await redis.stop();
      await postgres.stop();
    },
    90_000,
  );
});

/** The server process and those that serve its connections. */
function signalAll(pid: number, signal: NodeJS.Signals): void {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  for (const each of [pid, ...children.split(' ').filter(Boolean).map(Number)]) process.kill(each, signal);
}

async function command(server: RedisServer, name: string, ...args: string[]): Promise<void> {
  const client = server.client();
  await client.call(name, ...args);
  client.disconnect();
}
