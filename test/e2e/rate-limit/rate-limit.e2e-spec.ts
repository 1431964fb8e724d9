import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { keys, userTag } from '../../../src/redis/keys.js';
import { type Answer, api, type Api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { limitedCall, rateLimitOf } from '../../support/limited-call.js';
import { until } from '../../support/poll.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';
import { type Service, startService } from '../../support/service.js';

describe('limits by plan', () => {
  let redis: RedisServer;
  let store: Redis;
  let service: Service;
  let client: Api;
  let admin: SignedIn;

  beforeAll(async () => {
    redis = await startRedis();
    store = redis.client();
    service = await startService({ REDIS_URL: redis.url });
    client = api(service);
    admin = await loginAdmin(client);
  });
  afterAll(async () => {
    await service.stop();
    store.disconnect();
    await redis.stop();
  });

  const call = (token?: string) => limitedCall(client, token);
  const change = (user: SignedIn, body: object) =>
    client.patch(`/admin/users/${user.id}`, { token: admin.token, body });
  const soon = () => new Date(Date.now() + 60_000).toISOString();
  const limitsOf = async (user: SignedIn) => (await client.get('/users/me/limits', { token: user.token })).body;

  async function calls(count: number, token?: string): Promise<Answer[]> {
    const answers = [];
    for (let i = 0; i < count; i += 1) answers.push(await call(token));
    return answers;
  }

  it('count down on every answer and refuse the burst with 429, the policy and an honest Retry-After', async () => {
    const user = await register(client);
    const answers = await calls(6, user.token);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(answers.map((answer) => rateLimitOf(answer)['plan']?.r)).toEqual([9, 8, 7, 6, 5, 5]);
    expect(answers.map((answer) => rateLimitOf(answer)['burst']?.r)).toEqual([4, 3, 2, 1, 0, 0]);
    for (const { headers } of answers) {
      expect(headers.get('ratelimit-policy')).toBe('"plan";q=10;w=60, "burst";q=5;w=10');
      expect(headers.get('x-ratelimit-limit')).toBe('5');
    }
    const refused = answers[5] as Answer;
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBe(rateLimitOf(refused)['burst']?.t);
    expect(wait).toBeGreaterThan(50);
    expect(wait).toBeLessThanOrEqual(60);
    expect(refused.body).toMatchObject({ code: 'rate_limited', policy: 'burst', decision_id: expect.any(String) });
    expect(refused.body.detail).toContain('"burst"');
  });

  it('are carried by answers of every status that reached the decision, and only by those', async () => {
    const user = await register(client);
    const bad = await client.post('/analyze', { token: user.token, body: { code: 'x', colour: 'red' } });
    expect(bad.status).toBe(400);
    expect(rateLimitOf(bad)['plan']?.r).toBe(9);
    const empty = await client.post('/analyze', { token: user.token, body: { code: '', language: 'python' } });
    expect(empty.status).toBe(422);
    expect(rateLimitOf(empty)['plan']?.r).toBe(8);

    const before = await limitsOf(user);
    const headers = { authorization: `Bearer ${user.token}`, 'content-type': 'application/json' };
    const malformed = await fetch(`${service.url}/analyze`, { method: 'POST', headers, body: '{' });
    const forged = await call(`${user.token}x`);
    for (const answer of [malformed, forged]) expect(answer.headers.get('ratelimit')).toBeNull();
    expect([malformed.status, forged.status]).toEqual([400, 401]);
    expect((await limitsOf(user)).policies[0].remaining).toBe(before.policies[0].remaining);
  });

  it('are looked at without spending', async () => {
    const user = await register(client);
    await call(user.token);
    for (let i = 0; i < 3; i += 1) {
      expect(await limitsOf(user)).toMatchObject({
        plan: 'free',
        policies: [
          { policy: 'plan', limit: 10, remaining: 9, window_seconds: 60 },
          { policy: 'burst', limit: 5, remaining: 4, window_seconds: 10, pause_seconds: 60 },
        ],
        base_limit: 10,
        behaviour_multiplier: 1,
        override: null,
        blocked: false,
        retry_after_seconds: 0,
        degraded: false,
      });
    }
    expect((await client.get('/users/me/limits')).status).toBe(401);
  });

  it('follow the live plan, not the token, from the next request on', async () => {
    const user = await register(client);
    await calls(6, user.token);
    await change(user, { plan: 'pro' });
    const answer = await call(user.token);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('ratelimit-policy')).toBe('"plan";q=100;w=60, "burst";q=50;w=10');
    expect(rateLimitOf(answer)['plan']?.r).toBe(94);
    await change(user, { plan: 'free' });
    expect((await call(user.token)).status).toBe(429);
  });

  it('follow an override, its burst by the same factor, until it is removed', async () => {
    const user = await register(client);
    await call(user.token);
    await change(user, { rate_limit_override: { limit: 3, expires_at: soon(), reason: 'test' } });
    const [pass, refused] = await calls(2, user.token);
    expect(pass?.headers.get('ratelimit-policy')).toBe('"plan";q=3;w=60, "burst";q=1;w=10');
    expect([pass?.status, refused?.status]).toEqual([429, 429]);
    await change(user, { rate_limit_override: { limit: 3, burst: 3, expires_at: soon(), reason: 'test' } });
    const [second, third, fourth] = await calls(3, user.token);
    expect([second?.status, third?.status, fourth?.status]).toEqual([200, 200, 429]);
    expect(await limitsOf(user)).toMatchObject({ base_limit: 10, override: { limit: 3, burst: 3 } });
    await change(user, { rate_limit_override: null });
    expect((await call(user.token)).status).toBe(200);
  });

  it('block at an override of 0 with 403 and a decision id, headers included', async () => {
    const user = await register(client);
    await change(user, { rate_limit_override: { limit: 0, expires_at: soon(), reason: 'test' } });
    const answer = await call(user.token);
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ code: 'blocked', decision_id: expect.any(String) });
    expect(rateLimitOf(answer)).toMatchObject({ plan: { r: 0 }, burst: { r: 0 } });
    expect(await limitsOf(user)).toMatchObject({ blocked: true });
  });

  it('are multiplied by behaviour for users, while that is fresh, and never for admins', async () => {
    const user = await register(client);
    await change(user, { plan: 'pro' });
    // Activity writes the same key after each request, so it must still be ours once the answer is there.
    const policyUnder = (who: SignedIn, factor: number, age: number) =>
      until(`an answer under the factor ${factor}`, async () => {
        const text = `${factor}:${Date.now() - age}`;
        await store.set(keys.behaviour(userTag(who.id)), text);
        const answer = await call(who.token);
        return (await store.get(keys.behaviour(userTag(who.id)))) === text && answer.headers.get('ratelimit-policy');
      });
    expect(await policyUnder(user, 0.5, 0)).toBe('"plan";q=50;w=60, "burst";q=25;w=10');
    expect(await policyUnder(user, 1.5, 0)).toBe('"plan";q=150;w=60, "burst";q=75;w=10');
    expect(await policyUnder(user, 0.5, 61_000)).toBe('"plan";q=100;w=60, "burst";q=50;w=10');
    expect(await policyUnder(admin, 0.5, 0)).toBe('"plan";q=10;w=60, "burst";q=5;w=10');
  });

  it('refuse a dead session without spending', async () => {
    const user = await register(client);
    await call(user.token);
    await client.post('/auth/logout', { token: user.token });
    const answer = await call(user.token);
    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe('token_revoked');
    expect(answer.headers.get('ratelimit')).toBeNull();
    expect(await store.strlen(keys.limitLog(userTag(user.id)))).toBe(4);
  });

  it('count callers without credentials by their network', async () => {
    const refusedAt = await until('anonymous callers are refused', async () => {
      const answer = await call();
      return answer.status === 429 ? answer : null;
    });
    expect(refusedAt.body.detail).toContain('plan anonymous');
    const path = '/admin/rate-limits/ip/127.0.0.1';
    const look = await client.get(path, { token: admin.token });
    expect(look.body).toMatchObject({ type: 'ip', identifier: '127.0.0.1', plan: 'anonymous' });
    expect(look.body.policies[1].remaining).toBe(0);
    expect((await client.delete(path, { token: admin.token })).status).toBe(204);
    expect((await call()).status).toBe(200);
  });

  describe('for the admin', () => {
    it('are looked at and reset, which is recorded', async () => {
      const user = await register(client);
      await calls(6, user.token);
      const path = `/admin/rate-limits/user/${user.id}`;
      expect((await client.get(path, { token: admin.token })).body).toMatchObject({
        type: 'user',
        identifier: user.id,
        plan: 'free',
        policies: [{ remaining: 5 }, { remaining: 0 }],
      });
      expect((await client.delete(path, { token: admin.token })).status).toBe(204);
      expect((await call(user.token)).status).toBe(200);
      await until('the reset is in the record', async () => {
        const page = await client.get(`/admin/users/${user.id}/activity?type=admin.limit.reset`, {
          token: admin.token,
        });
        return page.status === 200 && page.body.items.length === 1;
      });
    });

    it('answer 404 for what is no subject, and 403 to everyone else', async () => {
      const user = await register(client);
      const unknown = '019ae8a4-5d1c-7c3e-9a52-0f6a1f0c8b7d';
      for (const path of [`user/${unknown}`, 'user/x', 'ip/no-address', 'ip/%7B%7D', `team/${user.id}`]) {
        expect((await client.get(`/admin/rate-limits/${path}`, { token: admin.token })).status).toBe(404);
        expect((await client.delete(`/admin/rate-limits/${path}`, { token: admin.token })).status).toBe(404);
      }
      expect((await client.get(`/admin/rate-limits/user/${user.id}`, { token: user.token })).status).toBe(403);
    });

    it('count an IPv6 address by its /64', async () => {
      for (const address of ['2001:db8::1', '2001:db8::/64', '2001:DB8::ffff']) {
        const answer = await client.get(`/admin/rate-limits/ip/${encodeURIComponent(address)}`, { token: admin.token });
        expect(answer.body.identifier).toBe('2001:db8::/64');
      }
    });
  });
});

describe('Retry-After', () => {
  let folder: string;
  let service: Service;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pitamah-plans-'));
    const shipped = readFileSync(new URL('../../../config/plans.yaml', import.meta.url), 'utf8');
    const file = join(folder, 'plans.yaml');
    writeFileSync(file, shipped.replaceAll('window: 60s', 'window: 2s').replaceAll('pause: 60s', 'pause: 1500ms'));
    service = await startService({ PLANS_FILE: file });
  });
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true });
  });

  it('is kept: a retry at that moment passes', async () => {
    const client = api(service);
    const { token } = await register(client);
    const refused = await until('a refusal', async () => {
      const answer = await limitedCall(client, token);
      return answer.status === 429 ? answer : null;
    });
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThanOrEqual(1);
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
    expect((await limitedCall(client, token)).status).toBe(200);
  });

  it('and new plans hold as soon as the file changes', async () => {
    const client = api(service);
    const { token } = await register(client);
    const file = join(folder, 'plans.yaml');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(
        'title: Free\n    requests: { limit: 10',
        'title: Free\n    requests: { limit: 7',
      ),
    );
    await until('the new limit', async () => {
      const { body } = await client.get('/users/me/limits', { token });
      return body.policies[0].limit === 7;
    });
  });
});
