import { connect } from 'node:net';
import { api, type Api, register } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { ActivityRecord } from '../../support/record.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

/** Exactly one event for every answer, whoever gave it. */
describeOnce('the record of requests', () => {
  let service: Service;
  let client: Api;
  let record: ActivityRecord;
  let number = 0;

  beforeAll(async () => {
    const stores = await sharedStores();
    service = await startService(stores);
    client = api(service);
    record = await ActivityRecord.open(stores['DATABASE_URL'] as string);
  });
  afterAll(async () => {
    await record.close();
    await service.stop();
  });

  /** The one event of a request; a further request proves that no second one is on its way. */
  async function eventOf(requestId: string) {
    await until(`an event of ${requestId}`, async () => (await record.ofRequest(requestId)).length > 0);
    const marker = nextId();
    await client.get('/health/live', { headers: { 'x-request-id': marker } });
    await until('the marker', async () => (await record.ofRequest(marker)).length > 0);
    const rows = await record.ofRequest(requestId);
    expect(rows).toHaveLength(1);
    return rows[0]!.event;
  }

  const nextId = () => `probe-${(number += 1)}`;

  /** Sends bytes as they are, then leaves, with or without waiting for an answer. */
  async function raw(lines: string[], body: string, leave: 'at once' | 'after the answer'): Promise<void> {
    const { hostname, port } = new URL(service.url);
    const socket = connect(Number(port), hostname);
    const text = [...lines, 'host: x', '', body].join('\r\n');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('close', () => resolve());
      if (leave === 'after the answer') socket.once('data', () => socket.destroy());
      socket.write(text, () => {
        if (leave === 'at once') socket.destroy();
      });
    });
  }

  it('has one event for an answer of every kind', async () => {
    const user = await register(client);
    const { token } = user;
    const json = { 'content-type': 'application/json' };
    const cases: [number, string, () => Promise<{ status: number }>, string | null][] = [];
    const add = (
      status: number,
      route: string | null,
      send: (headers: Record<string, string>) => Promise<{ status: number }>,
    ) => {
      const id = nextId();
      cases.push([status, id, () => send({ 'x-request-id': id }), route]);
    };
    add(200, '/users/me', (headers) => client.get('/users/me', { token, headers }));
    add(400, '/auth/login', (headers) =>
      fetch(`${service.url}/auth/login`, { method: 'POST', headers: { ...json, ...headers }, body: '{"email":' }),
    );
    add(400, '/users/me/activity', (headers) => client.get('/users/me/activity?days=0', { token, headers }));
    add(400, null, (headers) => client.get('/%zz', { headers }));
    add(401, '/users/me', (headers) => client.get('/users/me', { token: `${token}x`, headers }));
    add(403, '/admin/users', (headers) => client.get('/admin/users', { token, headers }));
    add(404, null, (headers) => client.get('/no/such/route?secret=1', { headers }));
    add(413, '/auth/login', (headers) => client.post('/auth/login', { headers, body: { email: 'x'.repeat(40_000) } }));
    add(415, '/auth/login', (headers) =>
      fetch(`${service.url}/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain', ...headers },
        body: 'x',
      }),
    );
    for (const [status, id, send, route] of cases) {
      expect([id, (await send()).status]).toEqual([id, status]);
      const event = await eventOf(id);
      expect([id, event.status, event.route]).toEqual([id, status, route]);
    }
  });

  it('has one event for each request that the limit lets through and refuses', async () => {
    const { token, id: userId } = await register(client);
    const ids = Array.from({ length: 8 }, nextId);
    const statuses: number[] = [];
    for (const id of ids) {
      const body = { code: 'x = 1\n', language: 'python' };
      statuses.push((await client.post('/analyze', { token, body, headers: { 'x-request-id': id } })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    for (const [index, id] of ids.entries()) {
      const event = await eventOf(id);
      expect(event.status).toBe(statuses[index]);
      expect(event.actor).toEqual({ kind: 'user', id: userId, plan: 'free' });
      expect(event.decision).toMatchObject({ baseLimit: 10, allowed: index < 5 });
      expect(event.code).toEqual(
        index < 5 ? expect.objectContaining({ language: 'python', dangerous: false }) : undefined,
      );
    }
  });

  it('has one event for a failure of ours', async () => {
    const { token } = await register(client);
    const id = nextId();
    await record.client.query('alter table activity_events rename to hidden');
    try {
      expect((await client.get('/users/me/activity', { token, headers: { 'x-request-id': id } })).status).toBe(500);
    } finally {
      await record.client.query('alter table hidden rename to activity_events');
    }
    expect(await eventOf(id)).toMatchObject({ status: 500, outcome: 'error', problem: 'internal_error' });
  });

  it('has one event for a caller who leaves, while sending and while waiting', async () => {
    const [half, whole] = [nextId(), nextId()];
    const lines = (id: string, length: number) => [
      'POST /auth/register HTTP/1.1',
      'content-type: application/json',
      `content-length: ${length}`,
      `x-request-id: ${id}`,
    ];
    const body = JSON.stringify({ email: 'gone@pitamah.test', password: 'Tall-Banyan-Tree-42' });
    await raw(lines(half, body.length), body.slice(0, 20), 'at once');
    expect(await eventOf(half)).toMatchObject({ status: 499, outcome: 'error' });
    // Hashing the password takes long enough that the caller is gone before the answer.
    await raw(lines(whole, body.length), body, 'at once');
    expect(await eventOf(whole)).toMatchObject({ status: 499, route: '/auth/register', outcome: 'error' });
  });

  it('holds neither code nor bodies, queries, tokens or addresses', async () => {
    const { token, email } = await register(client);
    const code = 'marker_in_code = "marker-in-code"\n';
    const id = nextId();
    await client.post('/analyze', { token, body: { code, language: 'python' }, headers: { 'x-request-id': id } });
    await client.get('/users/me?marker-in-query=1', { token });
    await client.post('/auth/login', {
      body: { email: 'marker-in-body@pitamah.test', password: 'marker-in-password' },
    });
    await client.post('/analyze', {
      body: { code, language: 'python' },
      headers: { 'x-request-id': `${id}-anonymous` },
    });
    const anonymous = await eventOf(`${id}-anonymous`);
    expect(anonymous.net).toMatch(/^[\w-]{20}$/);
    const text = JSON.stringify(await record.rows());
    for (const secret of ['marker', token, token.split('.')[2]!, '127.0.0.1', email])
      expect(text).not.toContain(secret);
  });
});
