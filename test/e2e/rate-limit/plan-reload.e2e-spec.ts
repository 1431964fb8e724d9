import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { api, type Api, loginAdmin, register } from '../../support/api.js';
import { limitedCall, rateLimitOf } from '../../support/limited-call.js';
import { until } from '../../support/poll.js';
import { type Service, startService } from '../../support/service.js';

const shipped = readFileSync(new URL('../../../config/plans.yaml', import.meta.url), 'utf8');

/** The plan file while the service runs: what it says holds at once, also for who is being refused; a mistake changes nothing. */
describe('a changed plan file', () => {
  let folder: string;
  let file: string;
  let service: Service;
  let client: Api;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pitamah-plans-'));
    file = join(folder, 'plans.yaml');
    writeFileSync(file, shipped);
    service = await startService({ PLANS_FILE: file });
    client = api(service);
  });
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true });
  });

  const plansCheck = async () => (await client.get('/health/ready')).body.checks.plans;

  it('holds at once, for cached denials and fields too, with all its windows', async () => {
    const user = await register(client);
    let accepted = 0;
    for (let i = 0; i < 7; i += 1) accepted += (await limitedCall(client, user.token)).status === 200 ? 1 : 0;
    const window = 'title: Free\n    windows: [{ name: hour, limit: 30, window: 1h }]';
    writeFileSync(file, shipped.replace('title: Free', window).replaceAll('burst: { limit: 5', 'burst: { limit: 9'));
    // A look spends nothing, and who asks again and again while refused would be found to misbehave.
    await until('the new plan', async () => {
      const { body } = await client.get('/users/me/limits', { token: user.token });
      return body.policies.length === 3;
    });
    const answer = await limitedCall(client, user.token);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('ratelimit-policy')).toBe('"plan";q=10;w=60, "burst";q=9;w=10, "hour";q=30;w=3600');
    const remaining = 30 - (accepted + 1);
    expect(rateLimitOf(answer)['hour']?.r).toBe(remaining);
    const { body } = await client.get('/users/me/limits', { token: user.token });
    expect(body.policies[2]).toMatchObject({ policy: 'hour', limit: 30, remaining, window_seconds: 3_600 });
  });

  it('keeps the old plans when there is a mistake, and says which, by line, until it is mended', async () => {
    const line = shipped.split('\n').findIndex((text) => text.includes('limit: 100,')) + 1;
    writeFileSync(file, shipped.replace('limit: 100,', 'limit: 0,'));
    const check = await until('the mistake is told', async () => {
      const now = await plansCheck();
      return now.state === 'degraded' ? now : null;
    });
    expect(check.mistakes).toBe(`line ${line}: plans.pro.requests.limit: must be at least 1`);
    expect(service.logs()).toContain(`line ${line}: plans.pro.requests.limit`);
    expect((await client.get('/security-status')).body.rate_limiting.plans.pro.requests.limit).toBe(100);
    writeFileSync(file, shipped);
    await until('it is mended', async () => (await plansCheck()).state === 'ok');
    const admin = await loginAdmin(client);
    await until('both are in the record', async () => {
      const found = await client.get('/admin/audit?type=admin.config.changed', { token: admin.token });
      if (found.status === 404) return true;
      const outcomes = found.body.items.map(({ outcome }: { outcome: string }) => outcome);
      return outcomes.includes('error') && outcomes.includes('ok');
    });
  });
});
