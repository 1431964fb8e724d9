import { api, type Api, loginAdmin, register, type SignedIn } from '../support/api.js';
import { Caller, countedCall, isAdmitted, isDegraded } from '../support/caller.js';
import { describeOnce } from '../support/independent.js';
import { rateLimitOf } from '../support/limited-call.js';
import { until } from '../support/poll.js';
import { type RedisServer, startRedis } from '../support/redis-server.js';
import { freshDatabase } from '../support/servers.js';
import { type Service, startService } from '../support/service.js';

const HOUR = 3_600_000;
const LIMIT = 20;

/** Loaded into one instance before anything else: its wall clock is an hour ahead, and nothing in the service knows. */
const clockAhead = `data:text/javascript,${encodeURIComponent(`
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...args) { if (args.length === 0) super(Real.now() + ${HOUR}); else super(...args); }
    static now() { return Real.now() + ${HOUR}; }
  };
`)}`;

describeOnce('two instances whose clocks are an hour apart', () => {
  let redis: RedisServer;
  let instances: [Service, Service];
  let clients: [right: Api, ahead: Api];
  let admin: SignedIn;

  beforeAll(async () => {
    redis = await startRedis();
    const settings = {
      REDIS_URL: redis.url,
      DATABASE_URL: await freshDatabase(),
      JWT_SECRET: 'mW3k8vR1xT5nB7qZ0yL4cD9fG2hJ6pS-two-of-us',
    };
    const right = await startService(settings);
    instances = [right, await startService({ ...settings, NODE_OPTIONS: `--import ${clockAhead}` })];
    clients = instances.map(api) as [Api, Api];
    admin = await loginAdmin(clients[0]);
  });
  afterAll(async () => {
    await Promise.all(instances.map((instance) => instance.stop()));
    await redis.stop();
  });

  const user = async (expiresInMs: number): Promise<SignedIn> => {
    const made = await register(clients[0]);
    const expires = new Date(Date.now() + expiresInMs).toISOString();
    const override = { limit: LIMIT, burst: LIMIT, expires_at: expires, reason: 'test' };
    const body = { rate_limit_override: override };
    expect((await clients[0].patch(`/admin/users/${made.id}`, { token: admin.token, body })).status).toBe(200);
    return made;
  };

  it('really are', async () => {
    const [right, ahead] = await Promise.all(clients.map((client) => client.get('/health/live')));
    const apart = Date.parse(ahead?.headers.get('date') ?? '') - Date.parse(right?.headers.get('date') ?? '');
    expect(Math.abs(apart - HOUR)).toBeLessThan(60_000);
  });

  it('count the same requests in the same windows, and each other', async () => {
    const { token } = await user(24 * HOUR);
    const left = [];
    for (let i = 0; i < 6; i += 1) {
      const answer = await countedCall(clients[i % 2] as Api, token);
      const plan = rateLimitOf(answer)['plan'];
      left.push(plan?.r);
      expect(plan?.t).toBeLessThanOrEqual(60);
    }
    expect(left).toEqual([19, 18, 17, 16, 15, 14]);
    for (const client of clients) {
      const { body } = await client.get('/health/ready');
      expect(body.checks.rate_limit.instances).toBe(2);
    }
  });

  it('let an override hold until Redis says that it is over', async () => {
    const { token } = await user(HOUR / 2);
    for (const client of clients) {
      for (let i = 0; i < 6; i += 1) expect(isAdmitted(await countedCall(client, token))).toBe(true);
    }
  });

  it('go on alone from what was used, and share again', async () => {
    const { token } = await user(24 * HOUR);
    for (let i = 0; i < 8; i += 1) await countedCall(clients[i % 2] as Api, token);
    const probe = await user(24 * HOUR);
    redis.kill('SIGSTOP');
    await until('both decide alone', async () => {
      const answers = await Promise.all(clients.map((client) => countedCall(client, probe.token)));
      return answers.every(isDegraded);
    });
    const caller = new Caller(clients, token);
    await until('what was left is used', () => caller.refused > 5);
    redis.kill('SIGCONT');
    for (const client of clients) {
      await until('it shares', async () => (await client.get('/health/ready')).body.checks.rate_limit.state === 'ok');
    }
    const { refused } = caller;
    await until('shared decisions', () => caller.refused > refused + 5);
    await caller.stop();
    expect(caller.strange).toEqual([]);
    expect(caller.admitted).toBeLessThanOrEqual(LIMIT - 8);
    expect(caller.admitted).toBeGreaterThan(0);
  });
});
