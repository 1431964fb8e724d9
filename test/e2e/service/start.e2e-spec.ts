import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { api } from '../../support/api.js';
import { freePort } from '../../support/free-port.js';
import { startRedis } from '../../support/redis-server.js';
import { until } from '../../support/poll.js';
import { describeOnce } from '../../support/independent.js';
import { startFailing, startService } from '../../support/service.js';

/** What every refused start has in common: code 1, the reason, no stack, and no secret. */
function expectRefusal({ code, output }: { code: number | string; output: string }, reason: RegExp): void {
  expect(output).toMatch(reason);
  expect(output).not.toMatch(/^\s+at /m);
  expect(output).not.toContain('listening on');
  expect(code).toBe(1);
}

describeOnce('a start that cannot succeed', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pitamah-start-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('names every wrong setting', async () => {
    const refusal = await startFailing({ PORT: 'eighty', JWT_SECRET: 'hunter2', LOG_LEVEL: 'loud' });
    expectRefusal(refusal, /PORT: must be a whole number/);
    expect(refusal.output).toMatch(/LOG_LEVEL:/);
    expect(refusal.output).toMatch(/JWT_SECRET: must have at least 32 bytes/);
    expect(refusal.output).not.toContain('hunter2');
  });

  it('leaves the data folder of another process alone', async () => {
    const embedded = { REDIS_URL: '', DATABASE_URL: '' };
    const first = await startService({ ...embedded, DATA_DIR: folder });
    expectRefusal(await startFailing({ ...embedded, DATA_DIR: folder }), /is in use by process \d+/);
    expect((await api(first).get('/health/ready')).body.checks.database.state).toBe('ok');
    expect(await first.stop()).toBe(0);
    const next = await startService({ ...embedded, DATA_DIR: folder });
    expect(await next.stop()).toBe(0);
  });

  it('says that the data folder cannot be made', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const refusal = await startFailing({ REDIS_URL: '', DATABASE_URL: '', DATA_DIR: join(file, 'data') });
    expectRefusal(refusal, /^The data folder .* cannot be used \(ENOTDIR\)/m);
  });

  it('says that the data folder is read-only', async () => {
    // Root writes everywhere but on a file system that is mounted read-only.
    const mounted = process.getuid?.() === 0 && mount(folder, 'ro');
    if (!mounted) chmodSync(folder, 0o500);
    if (!mounted && process.getuid?.() === 0) return;
    try {
      const refusal = await startFailing({ REDIS_URL: '', DATABASE_URL: '', DATA_DIR: folder });
      expectRefusal(refusal, /^The data folder .* cannot be used \((EROFS|EACCES)\)/m);
    } finally {
      if (mounted) execFileSync('umount', [folder]);
    }
  });

  it('says that the data folder is full', async () => {
    if (process.getuid?.() !== 0 || !mount(folder, 'size=2m')) return;
    try {
      const refusal = await startFailing({ REDIS_URL: '', DATABASE_URL: '', DATA_DIR: folder });
      expectRefusal(refusal, /^(The embedded PostgreSQL in|The data folder) .*(ENOSPC|no room)/m);
    } finally {
      execFileSync('umount', ['--lazy', folder]);
    }
  });

  it('says that the port is in use', async () => {
    const first = await startService();
    const refusal = await startFailing({ PORT: new URL(first.url).port });
    expectRefusal(refusal, /The port is in use/);
  });

  it('says that the database does not answer', async () => {
    const refusal = await startFailing({ DATABASE_URL: `postgres://u:hunter2@127.0.0.1:${await freePort()}/x` });
    expectRefusal(refusal, /The database at DATABASE_URL does not answer/);
    expect(refusal.output).not.toContain('hunter2');
  });

  it('says what is missing where no Redis is to be found', async () => {
    const refusal = await startFailing({ REDIS_URL: '', DATABASE_URL: '', PATH: folder });
    expectRefusal(refusal, /^No Redis: set REDIS_URL, install redis-server/m);
  });
});

describe('a Redis that is away at the start', () => {
  it('does not stop it: the service starts degraded, answers, and finds Redis when it comes', async () => {
    const redis = await startRedis();
    redis.kill('SIGKILL');
    const service = await startService({ REDIS_URL: redis.url });
    const ready = await api(service).get('/health/ready');
    expect(ready.status).toBe(200);
    expect(ready.body).toMatchObject({ status: 'degraded', checks: { redis: { state: 'degraded' } } });
    expect((await api(service).get('/users/me')).status).toBe(401);

    await redis.restart();
    await until('Redis is found', async () => {
      const { body } = await api(service).get('/health/ready');
      return body.checks.redis.state === 'ok';
    });
    expect((await api(service).get('/security-status')).body.redis.connected).toBe(true);
    await service.stop();
    await redis.stop();
  });
});

/** Mounts a small file system in memory; false where this machine does not let root do it. */
function mount(folder: string, options: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
