import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { api, login, register } from '../../support/api.js';
import { until } from '../../support/poll.js';
import { describeOnce } from '../../support/independent.js';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.js';
import { type Service, startService } from '../../support/service.js';

describe('kill -9', () => {
  it('of the service loses no account, and the next start uses the same folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pitamah-kill-'));
    const settings = { REDIS_URL: '', DATABASE_URL: '', DATA_DIR: folder };
    let service = await startService(settings);
    const accounts = [];
    for (let round = 0; round < 3; round += 1) {
      accounts.push(await register(api(service)));
      service.kill('SIGKILL');
      expect(await service.exited).toBe('SIGKILL');
      service = await startService(settings);
      for (const { email, password, id } of accounts) {
        expect((await login(api(service), email, password)).id).toBe(id);
      }
    }
    await until('all is well', async () => (await api(service).get('/health/ready')).body.status === 'ok');
    expect(await service.stop()).toBe(0);
    rmSync(folder, { recursive: true, force: true });
    // Four starts of the service.
  }, 300_000);

  it('of the embedded Redis: the service goes on and starts another', async () => {
    const service = await startService({ REDIS_URL: '' });
    const { token } = await register(api(service));
    process.kill(redisOf(service), 'SIGKILL');
    expect((await api(service).get('/users/me', { token })).status).toBe(200);
    await until('Redis is back', async () => (await api(service).get('/health/ready')).body.status === 'ok');
    expect((await api(service).get('/users/me', { token })).status).toBe(200);
    expect(await service.stop()).toBe(0);
  });
});

describeOnce('a PostgreSQL that is away', () => {
  let postgres: PostgresServer;
  let service: Service;

  beforeAll(async () => {
    postgres = await startPostgres();
    service = await startService({ DATABASE_URL: postgres.url });
  });

  afterAll(async () => {
    await service.stop();
    await postgres.stop();
  });

  const signUp = () =>
    api(service).post('/auth/register', {
      body: { email: `user-${randomUUID()}@pitamah.test`, password: 'Tall-Banyan-Tree-42' },
    });

  it.each([
    ['hangs', () => postgres.kill('SIGSTOP'), async () => postgres.kill('SIGCONT')],
    ['is killed', () => postgres.kill('SIGQUIT'), () => postgres.restart()],
  ])('and %s: sign-up answers 503 with Retry-After, readiness too, and both recover', async (_, fail, mend) => {
    expect((await signUp()).status).toBe(201);
    fail();
    const answer = await until('sign-up notices', async () => {
      const attempt = await signUp();
      return attempt.status === 201 ? null : attempt;
    });
    expect(answer.body).toMatchObject({ status: 503, code: 'unavailable' });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    const ready = await api(service).get('/health/ready');
    expect(ready.status).toBe(503);
    expect(ready.body.checks.database.state).toBe('down');
    expect((await api(service).get('/health/live')).status).toBe(200);

    await mend();
    await until('sign-up works again', async () => (await signUp()).status === 201, 20_000);
    await until('the service is ready', async () => (await api(service).get('/health/ready')).status === 200);
  });
});

describe('an event loop that stood still', () => {
  it('answers what has waited too long with 503, health excepted, and then goes on', async () => {
    const service = await startService();
    service.kill('SIGSTOP');
    const waiting = Promise.all([api(service).get('/security-status'), api(service).get('/health/live')]);
    // What counts is how long the process stood still, so here is nothing to poll for.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    service.kill('SIGCONT');
    const [shed, live] = await waiting;
    expect(shed.body).toMatchObject({ status: 503, code: 'overloaded' });
    expect(shed.headers.get('retry-after')).toBe('1');
    expect(live.status).toBe(200);
    await until('the loop is on time again', async () => (await api(service).get('/security-status')).status === 200);
  });
});

/** The pid that the embedded server wrote down. */
function redisOf(service: Service): number {
  return Number(readFileSync(join(service.dataDir, 'redis', 'redis.pid'), 'utf8'));
}
