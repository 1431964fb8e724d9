import type { Redis } from 'ioredis';
import { type Answer, api, type Api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { limitedCall, rateLimitOf } from '../../support/limited-call.js';
import { until } from '../../support/poll.js';
import { isWhole, rawHttp } from '../../support/raw-http.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

const PROXIES = '127.0.0.1, 10.0.0.0/8, 2001:db8:ffff::/48';

/** What admins do to limits, and who a request is counted for: on two instances of which one trusts proxies. */
describeOnce('limits of a subject', () => {
  let server: RedisServer;
  let redis: Redis;
  let instances: [Service, Service];
  let behind: Api;
  let open: Api;
  let admin: SignedIn;

  beforeAll(async () => {
    server = await startRedis();
    redis = server.client();
    const settings = { ...(await sharedStores()), REDIS_URL: server.url };
    instances = await Promise.all([
      startService({ ...settings, TRUSTED_PROXIES: PROXIES }),
      startService({ ...settings, TRUSTED_PROXIES: '' }),
    ]);
    [behind, open] = instances.map(api) as [Api, Api];
    admin = await loginAdmin(open);
    await until('both instances are counted', async () => {
      const { body } = await behind.get('/health/ready');
      return body.checks.rate_limit.instances === 2;
    });
  });
  afterAll(async () => {
    redis.disconnect();
    await Promise.all(instances.map((instance) => instance.stop()));
    await server.stop();
  });

  const ip = (address: string) => `/admin/rate-limits/ip/${encodeURIComponent(address)}`;
  /** By a look at the shared log: one that an instance answers alone tells of its share. */
  const look = (path: string) =>
    until<Answer | null>('a look at the shared log', async () => {
      const answer = await open.get(path, { token: admin.token });
      return answer.body.degraded === true ? null : answer;
    });
  const remaining = async (path: string): Promise<number> => (await look(path)).body.policies[0].remaining;
  const reset = (path: string) => open.delete(path, { token: admin.token });
  const call = (headers: Record<string, string>, client = behind): Promise<Answer> =>
    client.post('/analyze', { body: { code: 'x = 1\n', language: 'python' }, headers });
  /** An instance that Redis keeps waiting decides alone and says so: then another try is made, from full limits. */
  const undisturbed = (network: string, calls: () => Promise<Answer[]>) =>
    until<Answer[] | null>('no decision was made alone', async () => {
      await reset(ip(network));
      const answers = await calls();
      return answers.some(({ headers }) => headers.has('ratelimit-degraded')) ? null : answers;
    });
  const counted = (answer: Answer) => rateLimitOf(answer)['plan']?.r;

  describe('behind trusted proxies', () => {
    it.each([
      ['1.2.3.4', '1.2.3.4'],
      ['1.2.3.5:5678', '1.2.3.5'],
      ['6.6.6.6, 1.2.3.6', '1.2.3.6'],
      ['unknown, 1.2.3.7, 10.1.2.3', '1.2.3.7'],
      ['::ffff:1.2.3.8', '1.2.3.8'],
      ['[2001:db8:5::1]:443', '2001:db8:5::/64'],
      ['[2001:db8:6::1], 2001:db8:ffff::7', '2001:db8:6::/64'],
      ['fe80:0:0:7::1%eth0', 'fe80:0:0:7::/64'],
      ['1.2.3.9, unknown', '127.0.0.1'],
      ['1.2.3.9, "1.2.3.9', '127.0.0.1'],
      ['1.2.3.9, {ip:1.2.3.9}', '127.0.0.1'],
      [`${'9.9.9.9,'.repeat(1_500)}1.2.3.10`, '1.2.3.10'],
      [`1.2.3.11,${'10.0.0.1,'.repeat(1_500)}`, '10.0.0.1'],
    ])('field %# is counted for its caller', async (forwarded, network) => {
      const answers = await undisturbed(network, async () => [await call({ 'x-forwarded-for': forwarded })]);
      expect(answers.map((answer) => [answer.status, counted(answer)])).toEqual([[200, 9]]);
      expect(await remaining(ip(network))).toBe(9);
    });

    it('the last of several fields counts, and Forwarded is not read', async () => {
      await reset(ip('1.2.3.20'));
      const lines = ['x-forwarded-for: 1.2.3.21', 'x-forwarded-for: 1.2.3.20', 'forwarded: for=1.2.3.22'];
      expect(await raw(instances[0].url, lines)).toMatch(/^HTTP\/1\.1 200 /);
      expect(await remaining(ip('1.2.3.20'))).toBe(9);
      for (const other of ['1.2.3.21', '1.2.3.22']) expect(await remaining(ip(other))).toBe(10);
    });

    it('an IPv6 caller who rotates addresses inside a /64 is one, and the next /64 another', async () => {
      const answers = await undisturbed('2001:db8:1:2::', async () => {
        const six = [];
        for (let i = 0; i < 6; i += 1) six.push(await call({ 'x-forwarded-for': `2001:db8:1:2:${i}:aaaa::${i + 1}` }));
        return six;
      });
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
      expect((await call({ 'x-forwarded-for': '2001:db8:1:3::1' })).status).toBe(200);
    });
  });

  it('are counted for the peer where no proxy is trusted, whatever a header says', async () => {
    const headers: Record<string, string>[] = [
      { 'x-forwarded-for': '1.2.3.30' },
      { 'x-forwarded-for': '127.0.0.2', 'x-real-ip': '1.2.3.31' },
      { forwarded: 'for=1.2.3.32;proto=https' },
      { 'x-forwarded-for': 'garbage', 'cf-connecting-ip': '1.2.3.33', 'true-client-ip': '1.2.3.34' },
    ];
    const answers = await undisturbed('127.0.0.1', async () => {
      const four = [];
      for (const fields of headers) four.push(await call(fields, open));
      return four;
    });
    expect(answers.map(counted)).toEqual([9, 8, 7, 6]);
    expect(await remaining(ip('1.2.3.30'))).toBe(10);
  });

  it('are forgotten on every instance at once, with who and why on record', async () => {
    const user = await register(open);
    for (let round = 0; round < 3; round += 1) {
      // The other instance refuses, so that it remembers the refusal.
      await until('it is refused', async () => (await limitedCall(behind, user.token)).status === 429);
      const answer = await open.delete(`/admin/rate-limits/user/${user.id}?reason=ticket%204711`, {
        token: admin.token,
      });
      expect(answer.status).toBe(204);
      expect((await limitedCall(behind, user.token)).status).toBe(200);
    }
    const events = await until('the resets are on record', async () => {
      const path = `/admin/users/${user.id}/activity?type=admin.limit.reset`;
      const { body } = await open.get(path, { token: admin.token });
      return body.items.length === 3 && body.items;
    });
    expect(events[0]).toMatchObject({ actor: { kind: 'admin', id: admin.id }, data: { reason: 'ticket 4711' } });
  });

  it('follow an override on every instance at once, until its end and no longer', async () => {
    const user = await register(open);
    const change = (body: object) => open.patch(`/admin/users/${user.id}`, { token: admin.token, body });
    const override = (body: object) => change({ rate_limit_override: body });
    const set = async (body: object) => expect((await override(body)).status).toBe(200);
    const policy = (answer: Answer) => answer.headers.get('ratelimit-policy');
    // A Redis that keeps the admin's instance waiting leaves the mirror behind for a moment: then another try is made.
    const refused = await until('the override is followed by the next request, and the block after it', async () => {
      await set({ limit: 40, expires_at: '2999-01-01T00:00:00Z', reason: 'test' });
      const wider = policy(await limitedCall(behind, user.token));
      await set({ limit: 0, expires_at: '2999-01-01T00:00:00Z', reason: 'test' });
      const answer = await limitedCall(behind, user.token);
      const followed = wider?.includes('"plan";q=40;w=60, "burst";q=20;w=10') && answer.status === 403;
      return followed ? answer : null;
    });
    expect(refused.body).toMatchObject({ code: 'blocked', decision_id: expect.any(String) });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3e10);

    const expires_at = new Date(Date.now() + 1_200).toISOString();
    await set({ limit: 3000, burst: 3000, expires_at, reason: 'test' });
    expect(policy(await limitedCall(behind, user.token))).toContain('"plan";q=3000;w=60');
    // A lower plan meanwhile waits beneath the override, and holds once that has ended.
    await change({ plan: 'pro' });
    const after = await until('the override is over', async () => {
      const answer = await limitedCall(behind, user.token);
      return policy(answer)?.includes('q=3000') ? null : answer;
    });
    expect([policy(after)?.includes('"plan";q=100;w=60'), Date.now() >= Date.parse(expires_at)]).toEqual([true, true]);

    for (const bad of [
      { limit: 4_001, expires_at: '2999-01-01T00:00:00Z', reason: 'x' },
      { limit: 1.5, expires_at: '2999-01-01T00:00:00Z', reason: 'x' },
      { limit: '5', expires_at: '2999-01-01T00:00:00Z', reason: 'x' },
      { limit: 1e300, expires_at: '2999-01-01T00:00:00Z', reason: 'x' },
      { limit: 5, burst: 4_001, expires_at: '2999-01-01T00:00:00Z', reason: 'x' },
      { limit: 5, burst: 0, expires_at: '2999-01-01T00:00:00Z', reason: 'x' },
      { limit: 5, expires_at: new Date(Date.now() - 1).toISOString(), reason: 'x' },
      { limit: 5, reason: 'x' },
      { limit: 5, expires_at: null, reason: 'x' },
    ]) {
      const answer = await override(bad);
      expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    }
  });

  it('of a subject that cannot be are not there, and touch no key', async () => {
    const id = admin.id;
    const subjects = [
      'ip/unknown',
      'ip/localhost',
      'ip/256.1.1.1',
      'ip/1.2.3',
      'ip/0x7f.0.0.1',
      'ip/203.0.113.0%2F24',
      'ip/203.0.113.9%2F64',
      'ip/%7Bip:1.2.3.4%7D',
      'ip/1.2.3.4%00',
      'ip/1.2.3.4%0d%0aDEL%20x',
      'ip/%ef%bc%91.2.3.4',
      'ip/..%2f..%2fuser',
      `ip/${'1'.repeat(3_000)}`,
      `user/${'a'.repeat(3_000)}`,
      `user/${id}%00`,
      `user/${id}%7D:log`,
      `user/%7Bu:${id}%7D`,
      'user/%F0%9F%92%A9',
      'user/..',
      'user/%2e%2e%2fip%2f1.2.3.4',
      'user/__proto__',
      'key/x',
      'IP/1.2.3.4',
      'user/',
      'ip/',
    ];
    const before = await redis.keys('*limit*log*');
    for (const subject of subjects) {
      for (const method of ['get', 'delete'] as const) {
        const { status } = await open.call(method, `/admin/rate-limits/${subject}`, { token: admin.token });
        expect([subject.slice(0, 60), [400, 404, 414].includes(status)]).toEqual([subject.slice(0, 60), true]);
      }
    }
    expect(await redis.keys('*limit*log*')).toEqual(before);
    for (const key of await redis.keys('*')) expect(key).toMatch(/^[^{}]*(\{[a-z-]+(:[0-9a-f.:/-]+)?\}[^{}]*)?$/);
  });

  it.each([
    ['0.0.0.0', '0.0.0.0'],
    ['::', '::/64'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8::%eth0', '2001:db8::/64'],
    ['255.255.255.255', '255.255.255.255'],
    ['::1', '::/64'],
    // As the lists take them: the range that holds nothing but the address.
    ['203.0.113.9/32', '203.0.113.9'],
    ['2001:db8::9/128', '2001:db8::/64'],
    ['2001:db8::9/64', '2001:db8::/64'],
  ])('of %s can be looked at and forgotten', async (address, network) => {
    const { status, body } = await look(ip(address));
    expect([status, body.identifier, body.blocked, body.entries]).toEqual([200, network, false, []]);
    expect((await reset(ip(address))).status).toBe(204);
  });

  it.each(['reason=', `reason=${'x'.repeat(501)}`, 'reason=a&reason=b', 'why=x', 'reason=%00'])(
    'are not forgotten with query %#',
    async (query) => {
      const answer = await open.delete(`${ip('1.2.3.4')}?${query}`, { token: admin.token });
      expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    },
  );
});

/** One analysis with header fields as they are, also twice the same. */
function raw(url: string, fields: readonly string[]): Promise<string> {
  const body = JSON.stringify({ code: 'x = 1\n', language: 'python' });
  const head = [
    'POST /analyze HTTP/1.1',
    'host: x',
    'content-type: application/json',
    `content-length: ${body.length}`,
    ...fields,
  ];
  return rawHttp(url, `${head.join('\r\n')}\r\n\r\n${body}`, isWhole);
}
