import { createHmac, createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { Client } from 'pg';
import { api, type Api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { ActivityRecord } from '../../support/record.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

const part = (token: string, at: number) =>
  JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString()) as Record<string, unknown>;
const kidOf = (token: string) => part(token, 0)['kid'] as string;
const passes = async (client: Api, token: string) => (await client.get('/users/me', { token })).status;

/** Two instances that sign with a key pair of the database: the other one learns of each change by itself. */
describeOnce('rotation of the signing keys', () => {
  let stores: Record<string, string>;
  let here: Service;
  let one: Api;
  let two: Api;
  let admin: SignedIn;
  let user: SignedIn;
  let database: Client;

  beforeAll(async () => {
    stores = {
      ...(await sharedStores()),
      DATA_SECRET: 'pV7nK2xQ9sL4wZ8mB5tC1yR6hJ3dF0gA-data',
      JWT_ALGORITHM: 'EdDSA',
    };
    const services = await Promise.all([startService(stores), startService(stores)]);
    here = services[0];
    one = api(services[0]);
    two = api(services[1]);
    admin = await loginAdmin(one);
    user = await register(one);
    database = new Client({ connectionString: stores['DATABASE_URL'] });
    await database.connect();
  });
  afterAll(() => database.end());

  const act = (path: string, body: object, token = admin.token) =>
    one.post(`/admin/signing-keys${path}`, { token, body: { reason: 'a drill', ...body } });
  const published = async (client: Api) => (await client.get('/.well-known/jwks.json')).body.keys as JsonWebKey[];
  const kids = async (client: Api) => (await published(client)).map((key) => key['kid'] as string);

  it('starts with one key for both instances, published for anybody to verify with', async () => {
    const answer = await one.get('/.well-known/jwks.json');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    const [key] = answer.body.keys as [JsonWebKey];
    expect(answer.body.keys).toEqual([
      { kty: 'OKP', crv: 'Ed25519', x: expect.any(String), kid: kidOf(user.token), alg: 'EdDSA', use: 'sig' },
    ]);
    expect(await published(two)).toEqual(answer.body.keys);
    const [header, payload, signature] = user.token.split('.') as [string, string, string];
    expect(part(user.token, 0)).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: key['kid'] });
    const publicKey = createPublicKey({ key, format: 'jwk' });
    expect(verify(null, Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, 'base64url'))).toBe(
      true,
    );
    expect(await passes(two, user.token)).toBe(200);
  });

  it('refuses nobody: add, promote, retire under load on both instances', async () => {
    const statuses: Record<string, number> = {};
    let latest = user;
    const rotation = { over: false };
    const caller = async (client: Api) => {
      while (!rotation.over) {
        for (const token of [user.token, latest.token]) {
          const status = await passes(client, token);
          statuses[status] = (statuses[status] ?? 0) + 1;
        }
      }
    };
    const renewer = async (client: Api) => {
      while (!rotation.over) {
        const answer = await client.post('/auth/refresh', { body: { refresh_token: latest.refreshToken } });
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        latest = { ...latest, token: answer.body.access_token, refreshToken: answer.body.refresh_token };
      }
    };
    const load = Promise.all([caller(one), caller(two), caller(two), renewer(one)]);
    const old = kidOf(user.token);
    const added = await act('', {});
    expect([added.status, added.body.state]).toEqual([201, 'next']);
    const { kid } = added.body;
    expect((await kids(one)).sort()).toEqual([old, kid].sort());
    await until('the other instance publishes the next key', async () => (await kids(two)).includes(kid));
    expect((await act(`/${kid}/promote`, {})).body.detail).toContain('Caches of the key set');
    const promoted = await act(`/${kid}/promote`, { force: true });
    expect([promoted.status, promoted.body.state]).toEqual([200, 'current']);
    // At once, without waiting for anything: the other instance has to find the key by itself.
    await until('tokens of the new key are used', () => kidOf(latest.token) === kid);
    expect(await passes(two, latest.token)).toBe(200);
    expect((await act(`/${old}/retire`, {})).body).toMatchObject({ status: 409, code: 'conflict' });
    rotation.over = true;
    await load;
    expect(statuses).toEqual({ 200: expect.any(Number) });
    expect(statuses[200]).toBeGreaterThan(20);
    user = latest;
  });

  it('refuses what a key signed as soon as it is retired, on every instance', async () => {
    const before = await register(one);
    const old = kidOf(before.token);
    expect([await passes(one, before.token), await passes(two, before.token)]).toEqual([200, 200]);
    const { kid } = (await act('', {})).body;
    await act(`/${kid}/promote`, { force: true });
    const fresh = await loginAdmin(one);
    expect(kidOf(fresh.token)).toBe(kid);
    expect((await act(`/${old}/retire`, { force: true }, fresh.token)).body.state).toBe('retired');
    expect((await one.get('/users/me', { token: before.token })).body.code).toBe('token_invalid');
    await until('the other instance refuses it', async () => (await passes(two, before.token)) === 401);
    expect(await kids(one)).not.toContain(old);
    const renewed = await two.post('/auth/refresh', { body: { refresh_token: before.refreshToken } });
    expect([renewed.status, kidOf(renewed.body.access_token)]).toEqual([200, kid]);
    admin = fresh;
  });

  it('records every step with its reason', async () => {
    const types = await until('the steps are recorded', async () => {
      const found = await new ActivityRecord(database).rows(`type like 'admin.signing_key.%'`);
      return found.length >= 5 ? found : undefined;
    });
    expect(new Set(types.map(({ type }) => type))).toEqual(
      new Set(['admin.signing_key.added', 'admin.signing_key.promoted', 'admin.signing_key.retired']),
    );
  });

  it('keeps no secret part in the clear', async () => {
    const { rows } = await database.query(`select sealed_key from signing_keys where sealed_key is not null`);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect((row.sealed_key as Buffer).subarray(0, 2).toString('hex')).not.toBe('302e');
  });

  it('is for admins who signed in lately, and answers bad input clearly', async () => {
    const stranger = await register(one);
    expect((await one.get('/admin/signing-keys', { token: stranger.token })).body.code).toBe('insufficient_scope');
    expect((await one.post('/admin/signing-keys', { token: admin.token, body: {} })).status).toBe(400);
    for (const kid of ['x', '%00', '..%2f', 'a'.repeat(90), '__proto__']) {
      expect([kid, (await act(`/${kid}/promote`, {})).status]).toEqual([kid, 404]);
    }
    const current = kidOf((await loginAdmin(one)).token);
    expect((await act(`/${current}/retire`, { force: true })).body.detail).toContain('This key signs');
    const answers = await Promise.all([act('', {}), act('', {}), act('', {})]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(here.logs()).not.toMatch(/"level":(50|60)/);
  });

  it('goes over to another algorithm and another JWT_SECRET without a refused token', async () => {
    const { JWT_ALGORITHM: _, ...shared } = stores;
    await database.query(`update signing_keys set demoted_at = now() - interval '2 days' where state = 'previous'`);
    let before = admin;
    for (const secret of ['tY8wE3rQ5uI1oP6aS9dF2gH7jK4lZ0xC-next', 'nB5vC2xZ8lK1jH4gF7dS0aP3oI6uY9tR-last']) {
      const service = await startService({ ...shared, JWT_SECRET: secret });
      const three = api(service);
      const after = await register(three);
      expect(part(after.token, 0)['alg']).toBe('HS256');
      expect(kidOf(after.token)).not.toBe(kidOf(before.token));
      for (const client of [one, two, three]) {
        expect([await passes(client, before.token), await passes(client, after.token)]).toEqual([200, 200]);
      }
      for (const key of await published(three)) expect(key['kty']).not.toBe('oct');
      // The others sign with it as well, and nobody with what was before.
      expect(kidOf((await register(one)).token)).toBe(kidOf(after.token));
      before = after;
      await service.stop();
    }
    // Each start has looked for keys of which nobody can hold a token any more.
    const { rows } = await database.query(
      `select state, sealed_key is null as gone from signing_keys where demoted_at < now() - interval '1 day'`,
    );
    for (const row of rows) expect(row).toEqual({ state: 'retired', gone: true });
  });
});

describe('signing keys of the configuration', () => {
  it('sign and verify as given, and are changed there alone', async () => {
    const secret = (byte: number) => Buffer.from(Array.from({ length: 32 }, (_, i) => (i * 7 + byte) % 256));
    const jwk = (kid: string, byte: number) => ({ kty: 'oct', kid, k: secret(byte).toString('base64url') });
    const service = await startService({ JWT_KEYS: JSON.stringify({ keys: [jwk('2026-11', 2), jwk('2026-10', 1)] }) });
    const client = api(service);
    const admin = await loginAdmin(client);
    expect(kidOf(admin.token)).toBe('2026-11');
    const signedWith = (kid: string, byte: number) => {
      const header = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'at+jwt', kid })).toString('base64url');
      const signed = `${header}.${admin.token.split('.')[1]}`;
      return `${signed}.${createHmac('sha256', secret(byte)).update(signed).digest('base64url')}`;
    };
    expect(await passes(client, signedWith('2026-10', 1))).toBe(200);
    expect(await passes(client, signedWith('2026-10', 2))).toBe(401);
    expect(await passes(client, signedWith('2026-09', 1))).toBe(401);
    const answer = await client.post('/admin/signing-keys', { token: admin.token, body: { reason: 'try' } });
    expect([answer.status, answer.body.detail]).toEqual([409, expect.stringContaining('JWT_KEYS')]);
    expect((await client.get('/.well-known/jwks.json')).body).toEqual({ keys: [] });
  });
});
