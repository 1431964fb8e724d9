import type { Redis } from 'ioredis';
import { keys, userTag } from '../../../src/redis/keys.js';
import { type Answer, api, type Api, login, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { isDegraded } from '../../support/caller.js';
import { describeOnce } from '../../support/independent.js';
import { limitedCall } from '../../support/limited-call.js';
import { until } from '../../support/poll.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

/** Block list and allow list on two instances: what one is told, the other's next answer shows. */
describeOnce('block list and allow list', () => {
  let instances: [Service, Service];
  let here: Api;
  let there: Api;
  let admin: SignedIn;
  let server: RedisServer;
  let redis: Redis;

  beforeAll(async () => {
    server = await startRedis();
    redis = server.client();
    const settings = { ...(await sharedStores()), REDIS_URL: server.url, TRUSTED_PROXIES: '127.0.0.1' };
    instances = await Promise.all([startService(settings), startService(settings)]);
    [here, there] = instances.map(api) as [Api, Api];
    admin = await loginAdmin(here);
    // From here on a change waits for the other's answer, and not for its time to be over.
    for (const client of [here, there]) {
      await until('both instances are counted', async () => {
        const { body } = await client.get('/health/ready');
        return body.checks.rate_limit.instances === 2;
      });
    }
  });
  afterAll(async () => {
    redis.disconnect();
    await Promise.all(instances.map((instance) => instance.stop()));
    await server.stop();
  });

  const soon = () => new Date(Date.now() + 3_600_000).toISOString();
  const add = (list: 'blocks' | 'allowlist', body: object, token = admin.token) =>
    here.post(`/admin/${list}`, { token, body: { reason: 'ticket 4711', ...body } });
  const remove = (list: 'blocks' | 'allowlist', id: string) =>
    here.delete(`/admin/${list}/${id}?reason=resolved`, { token: admin.token });
  const from = (network: string, client = there, token?: string): Promise<Answer> =>
    client.post('/analyze', {
      token,
      body: { code: 'x = 1\n', language: 'python' },
      headers: { 'x-forwarded-for': network },
    });
  const blocked = ({ status, body }: Answer) => [status, body.code] as const;
  const BLOCKED = [403, 'blocked'] as const;

  it('block an account on every instance at once, and say why, and until when', async () => {
    const user = await register(here);
    expect((await limitedCall(there, user.token)).status).toBe(200);
    const expires_at = soon();
    const made = await add('blocks', { type: 'user', identifier: user.id.toUpperCase(), expires_at });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      type: 'user',
      identifier: user.id,
      reason: 'ticket 4711',
      expires_at,
      active: true,
      created_by: admin.id,
    });

    const refused = await limitedCall(there, user.token);
    expect(blocked(refused)).toEqual(BLOCKED);
    expect(refused.body.decision_id).toEqual(expect.any(String));
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(3_590);
    expect(wait).toBeLessThanOrEqual(3_600);

    const again = await login(there, user.email, user.password);
    const block = { by: 'account', reason: 'ticket 4711', expires_at };
    const { body } = await there.get('/users/me/limits', { token: again.token });
    expect(body).toMatchObject({ blocked: true, block, allow_listed: false });
    const status = await there.get('/users/me/security-status', { token: again.token });
    expect(status.body.block).toEqual({ reason: 'ticket 4711', expires_at });
    const look = await there.get(`/admin/rate-limits/user/${user.id}`, { token: admin.token });
    expect(look.body).toMatchObject({ blocked: true, block, entries: [{ list: 'block', id: made.body.id }] });

    expect((await remove('blocks', made.body.id)).status).toBe(204);
    expect((await limitedCall(there, user.token)).status).toBe(200);
    expect((await there.get('/users/me/security-status', { token: user.token })).body.block).toBeNull();
  });

  it('block a network on every instance at once, whoever calls from it', async () => {
    const user = await register(here);
    expect((await from('203.0.113.77')).status).toBe(200);
    const made = await add('blocks', { type: 'cidr', identifier: '203.0.113.9/24' });
    expect(made.body).toMatchObject({ type: 'cidr', identifier: '203.0.113.0/24', expires_at: null });

    for (const client of [there, here, there]) {
      const refused = await from('203.0.113.77', client);
      expect(blocked(refused)).toEqual(BLOCKED);
      expect(refused.headers.has('retry-after')).toBe(false);
      expect(refused.body).toMatchObject({ decision_id: expect.any(String) });
      expect(blocked(await from('::ffff:203.0.113.78', client))).toEqual(BLOCKED);
      expect(blocked(await from('203.0.113.79', client, user.token))).toEqual(BLOCKED);
    }
    expect((await from('203.0.114.1')).status).toBe(200);
    expect((await from('198.51.100.1', there, user.token)).status).toBe(200);

    // Why, admins are told alone: a network is anybody's.
    const headers = { 'x-forwarded-for': '203.0.113.77' };
    const { decision_id } = (await from('203.0.113.77')).body;
    const looks = [
      await there.get(`/decisions/${decision_id}`, { headers }),
      await there.get(`/admin/decisions/${decision_id}`, { token: admin.token }),
      // The other instance knows it from the record.
      await here.get(`/admin/decisions/${decision_id}`, { token: admin.token }),
    ];
    const known = { by: 'network', reason: 'ticket 4711', expires_at: null };
    expect(looks.map(({ body: { block } }) => block)).toEqual([{ by: 'network' }, known, known]);

    // Not limited: open from there, for the blocked to see why, and for admins to undo it.
    const { body } = await there.get('/users/me/limits', { token: user.token, headers });
    expect(body).toMatchObject({ blocked: true, block: { by: 'network', reason: null, expires_at: null } });
    expect((await there.get('/admin/blocks', { token: admin.token, headers })).status).toBe(200);
    const body401 = { email: user.email, password: user.password };
    expect((await there.post('/auth/login', { body: body401, headers })).status).toBe(200);
    // A session that is over is told so first, as everywhere.
    await here.post('/auth/logout', { token: user.token });
    expect(blocked(await from('203.0.113.77', there, user.token))).toEqual([401, 'token_revoked']);

    const look = await there.get('/admin/rate-limits/ip/203.0.113.77', { token: admin.token });
    expect(look.body).toMatchObject({ blocked: true, entries: [{ list: 'block', identifier: '203.0.113.0/24' }] });
    await remove('blocks', made.body.id);
    expect((await from('203.0.113.80')).status).toBe(200);
  });

  it('let through whom the allow list names, whatever blocks them', async () => {
    const user = await register(here);
    const ids = [
      await add('blocks', { type: 'cidr', identifier: '2001:db8:aa::/48' }),
      await add('blocks', { type: 'ip', identifier: '2001:db8:aa:1::5' }),
      await add('blocks', { type: 'user', identifier: user.id }),
    ].map(({ body }) => body.id as string);
    for (const address of ['2001:db8:aa:1::9', '2001:db8:aa:ffff::1']) {
      expect(blocked(await from(address))).toEqual(BLOCKED);
    }
    const wide = await add('allowlist', { type: 'cidr', identifier: '2001:db8:aa::/49' });
    expect((await from('2001:db8:aa:1::9')).status).toBe(200);
    expect(blocked(await from('2001:db8:aa:ffff::1'))).toEqual(BLOCKED);
    // The network's allowance does not lift the account's own block.
    expect(blocked(await from('2001:db8:aa:1::9', there, user.token))).toEqual(BLOCKED);

    const override = { limit: 0, expires_at: soon(), reason: 'test' };
    await here.patch(`/admin/users/${user.id}`, { token: admin.token, body: { rate_limit_override: override } });
    const own = await add('allowlist', { type: 'user', identifier: user.id });
    expect(own.status).toBe(201);
    for (const address of ['198.51.100.1', '2001:db8:aa:ffff::1']) {
      const passed = await from(address, there, user.token);
      expect(passed.status).toBe(200);
      expect(passed.headers.get('ratelimit-policy')).toContain('"plan";q=10;w=60');
    }
    const { body } = await there.get('/users/me/limits', { token: user.token });
    expect(body).toMatchObject({ blocked: false, block: null, allow_listed: true });

    await remove('allowlist', own.body.id);
    expect(blocked(await from('198.51.100.1', there, user.token))).toEqual(BLOCKED);
    await remove('allowlist', wide.body.id);
    for (const id of ids) await remove('blocks', id);
  });

  it('keep the multiplier of an allow-listed account from falling below 1, not from rising', async () => {
    const user = await register(here);
    await here.patch(`/admin/users/${user.id}`, { token: admin.token, body: { plan: 'pro' } });
    const made = await add('allowlist', { type: 'user', identifier: user.id });
    const key = keys.behaviour(userTag(user.id));
    // Activity writes the same key after each request, so it must still be ours once the answer is there; an instance
    // that decided alone has not read it.
    const limitUnder = (factor: number) =>
      until(`an answer under the factor ${factor}`, async () => {
        const text = `${factor}:${Date.now()}`;
        await redis.set(key, text);
        const answer = await limitedCall(there, user.token);
        const ours = (await redis.get(key)) === text && !isDegraded(answer);
        return ours && /q=(\d+)/.exec(answer.headers.get('ratelimit-policy') ?? '')?.[1];
      });
    expect(await limitUnder(0.5)).toBe('100');
    expect(await limitUnder(1.5)).toBe('150');
    await remove('allowlist', made.body.id);
    expect(await limitUnder(0.5)).toBe('50');
  });

  it('count until their end and not a moment longer', async () => {
    const user = await register(here);
    const expires_at = new Date(Date.now() + 1_500).toISOString();
    const made = [
      await add('blocks', { type: 'user', identifier: user.id, expires_at }),
      await add('blocks', { type: 'ip', identifier: '203.0.113.200', expires_at }),
    ];
    expect(made.map(({ status }) => status)).toEqual([201, 201]);
    for (const answer of [await limitedCall(there, user.token), await from('203.0.113.200')]) {
      expect(blocked(answer)).toEqual(BLOCKED);
      expect(answer.headers.get('retry-after')).toMatch(/^[12]$/);
    }
    for (const call of [() => limitedCall(there, user.token), () => from('203.0.113.200')]) {
      const passed = await until('the block is over', async () => {
        const answer = await call();
        return answer.status === 403 ? null : answer;
      });
      expect([200, Date.now() >= Date.parse(expires_at)]).toEqual([passed.status, true]);
    }
    // What is over makes room for a new one, and is no longer listed.
    const next = await add('blocks', { type: 'ip', identifier: '203.0.113.200' });
    expect(next.status).toBe(201);
    const gone = await here.get(`/admin/blocks/${made[1]?.body.id}`, { token: admin.token });
    expect(gone.status).toBe(404);
    const expired = await here.get('/admin/blocks?status=expired&type=user', { token: admin.token });
    expect(expired.body.items).toMatchObject([{ identifier: user.id, active: false }]);
    await remove('blocks', next.body.id);
  });

  it('are changed, and every change is on record with who, what and why', async () => {
    const user = await register(here);
    const { body } = await add('blocks', { type: 'user', identifier: user.id });
    const path = `/admin/blocks/${body.id}`;
    const expires_at = soon();
    const changed = await here.patch(path, { token: admin.token, body: { reason: 'agreed', expires_at } });
    expect(changed.body).toMatchObject({ id: body.id, reason: 'agreed', expires_at });
    expect((await there.get(path, { token: admin.token })).body).toEqual(changed.body);
    expect((await limitedCall(there, user.token)).headers.get('retry-after')).toMatch(/^3\d{3}$/);
    const endless = await here.patch(path, { token: admin.token, body: { expires_at: null } });
    expect(endless.body).toMatchObject({ reason: 'agreed', expires_at: null });
    for (let i = 0; i < 3; i += 1) {
      const refused = await limitedCall(there, user.token);
      expect([refused.status, refused.headers.has('retry-after')]).toEqual([403, false]);
    }
    await remove('blocks', body.id);
    const events = await until('four events are on record', async () => {
      const page = await there.get(`/admin/users/${user.id}/activity?limit=200`, { token: admin.token });
      const found = page.body.items.filter(({ type }: { type: string }) => type.startsWith('admin.block.'));
      return found.length === 4 && found;
    });
    expect(events.map(({ type }: { type: string }) => type)).toEqual([
      'admin.block.removed',
      'admin.block.changed',
      'admin.block.changed',
      'admin.block.added',
    ]);
    expect(events[0]).toMatchObject({ actor: { kind: 'admin', id: admin.id }, data: { reason: 'resolved' } });
    expect(events[3]).toMatchObject({ data: { reason: 'ticket 4711', entry: body.id } });
    expect((await remove('blocks', body.id)).status).toBe(404);
    expect((await here.get(`/admin/allowlist/${body.id}`, { token: admin.token })).status).toBe(404);
  });

  it('take an entry once, also when twenty ask at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? here : there).post('/admin/blocks', {
          token: admin.token,
          // The same network in several spellings.
          body: { type: 'ip', identifier: index % 3 ? '203.0.113.5' : '::ffff:203.0.113.5', reason: 'test' },
        }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status, body }) => status === 409 && body.code === 'conflict')).toHaveLength(19);
    const page = await there.get('/admin/blocks?type=cidr&identifier=203.0.113.5/32', { token: admin.token });
    expect(page.body.items).toHaveLength(1);
    await remove('blocks', page.body.items[0].id);
  });

  it('list in pages without gap or double, newest first', async () => {
    const made: string[] = [];
    for (let host = 1; host <= 5; host += 1) {
      made.push((await add('allowlist', { type: 'ip', identifier: `198.51.100.${host}` })).body.id);
    }
    const found: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await there.get(`/admin/allowlist?type=ip&limit=2${query}`, { token: admin.token });
      expect(body.items.length).toBeLessThanOrEqual(2);
      found.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.next_cursor;
    }
    expect(found).toEqual(made.toReversed());
    for (const id of made) await remove('allowlist', id);
  });

  it('lock no admin out by a slip', async () => {
    const mine = [
      { type: 'user', identifier: admin.id },
      { type: 'ip', identifier: '127.0.0.1' },
      { type: 'cidr', identifier: '127.0.0.0/8' },
    ];
    for (const body of mine) {
      const answer = await add('blocks', body);
      expect([answer.status, answer.body.code]).toEqual([409, 'conflict']);
    }
    const override = { limit: 0, expires_at: soon(), reason: 'slip' };
    const own = await here.patch(`/admin/users/${admin.id}`, {
      token: admin.token,
      body: { rate_limit_override: override },
    });
    expect([own.status, own.body.code]).toEqual([409, 'conflict']);
    expect((await limitedCall(there, admin.token)).status).toBe(200);
  });

  it('go with their account', async () => {
    const user = await register(here);
    expect(blocked(await add('blocks', { type: 'user', identifier: '019ae8a4-5d1c-7c3e-9a52-0f6a1f0c8b7d' }))).toEqual([
      400,
      'validation_failed',
    ]);
    const { body } = await add('blocks', { type: 'user', identifier: user.id });
    expect(
      (await here.get(`/admin/blocks?type=user&identifier=${user.id}`, { token: admin.token })).body.items,
    ).toEqual([body]);
  });

  it.each<[object, string]>([
    [{}, '/type'],
    [{ type: 'team', identifier: 'x' }, '/type'],
    [{ type: 'user', identifier: 'x' }, '/identifier'],
    [{ type: 'user', identifier: 7 }, '/identifier'],
    [{ type: 'user', identifier: '203.0.113.9' }, '/identifier'],
    [{ type: 'ip', identifier: '' }, '/identifier'],
    [{ type: 'ip', identifier: '{u:x}' }, '/identifier'],
    [{ type: 'ip', identifier: '203.0.113.9\0' }, '/identifier'],
    [{ type: 'ip', identifier: '２０３.0.113.9' }, '/identifier'],
    [{ type: 'ip', identifier: '1'.repeat(60_000) }, '/identifier'],
    [{ type: 'cidr', identifier: '0.0.0.0/0' }, '/identifier'],
    [{ type: 'cidr', identifier: '::/0' }, '/identifier'],
    [{ type: 'cidr', identifier: '10.0.0.0/7' }, '/identifier'],
    [{ type: 'cidr', identifier: '2001:db8::/15' }, '/identifier'],
    [{ type: 'cidr', identifier: '2001:db8::/96' }, '/identifier'],
    [{ type: 'cidr', identifier: '203.0.113.0/33' }, '/identifier'],
    [{ type: 'ip', identifier: '203.0.113.9', reason: '' }, '/reason'],
    [{ type: 'ip', identifier: '203.0.113.9', reason: 'a\0b' }, '/reason'],
    [{ type: 'ip', identifier: '203.0.113.9', reason: 'x'.repeat(501) }, '/reason'],
    [{ type: 'ip', identifier: '203.0.113.9', expires_at: '2020-01-01T00:00:00Z' }, '/expires_at'],
    [{ type: 'ip', identifier: '203.0.113.9', expires_at: 'soon' }, '/expires_at'],
    [{ type: 'ip', identifier: '203.0.113.9', expires_at: 1e15 }, '/expires_at'],
    [{ type: 'ip', identifier: '203.0.113.9', network: 'x' }, '/network'],
  ])('refuse body %#', async (body, pointer) => {
    for (const list of ['blocks', 'allowlist'] as const) {
      const answer = await add(list, body);
      expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
      expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    }
  });

  it.each([
    'cursor=x',
    'limit=0',
    'limit=101',
    'status=gone',
    'type=team',
    'identifier=203.0.113.9',
    'sort=id',
    'type=ip&identifier=%00',
  ])('refuse ?%s', async (query) => {
    const answer = await here.get(`/admin/blocks?${query}`, { token: admin.token });
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
  });

  it('reach the other instance before the answer also while Redis is away', async () => {
    expect((await from('203.0.113.50')).status).toBe(200);
    server.kill('SIGKILL');
    const made = await add('blocks', { type: 'cidr', identifier: '203.0.113.0/25' });
    expect(made.status).toBe(201);
    expect(blocked(await from('203.0.113.50'))).toEqual(BLOCKED);
    await server.restart();
    for (const client of [here, there]) {
      await until('limits are shared again', async () => {
        const { body } = await client.get('/health/ready');
        return body.checks.rate_limit.decided === 'shared' && body.checks.rate_limit.instances === 2;
      });
    }
    expect((await remove('blocks', made.body.id)).status).toBe(204);
    expect((await from('203.0.113.51')).status).toBe(200);
  });

  it('are for admins alone, and answer the same for every id that is not there', async () => {
    const user = await register(here);
    const unknown = '/019ae8a4-5d1c-7c3e-9a52-0f6a1f0c8b7d';
    for (const list of ['/admin/blocks', '/admin/allowlist']) {
      const answers = [
        await here.get(list, { token: user.token }),
        await here.get(`${list}${unknown}`, { token: user.token }),
        await here.post(list, { token: user.token, body: {} }),
        await here.patch(`${list}${unknown}`, { token: user.token, body: {} }),
        await here.delete(`${list}${unknown}`, { token: user.token }),
      ];
      for (const { status, body } of answers) expect([status, body.code]).toEqual([403, 'insufficient_scope']);
      for (const id of [unknown, '/x', '/%00', '/..%2f..', '/{u:x}']) {
        const missing = [
          await here.get(`${list}${id}`, { token: admin.token }),
          await here.patch(`${list}${id}`, { token: admin.token, body: { reason: 'x' } }),
          await here.delete(`${list}${id}`, { token: admin.token }),
        ];
        for (const { status } of missing) expect(status).toBe(404);
      }
    }
  });
});
