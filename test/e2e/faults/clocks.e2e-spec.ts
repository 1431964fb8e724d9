import { api, type Api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { Caller, countedCall, countedOnce, isAdmitted, isDegraded } from '../../support/caller.js';
import { describeOnce } from '../../support/independent.js';
import { rateLimitOf } from '../../support/limited-call.js';
import { until } from '../../support/poll.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';
import { freshDatabase } from '../../support/servers.js';
import { ADMIN, type Service, startService } from '../../support/service.js';

const HOUR = 3_600_000;
const LIMIT = 20;

/** Loaded into an instance before anything else: its wall clock is that far off, ms, and nothing in the service knows. */
const clockOff = (ms: number) =>
  `--import data:text/javascript,${encodeURIComponent(`
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...args) { if (args.length === 0) super(Real.now() + ${ms}); else super(...args); }
    static now() { return Real.now() + ${ms}; }
  };
`)}`;

describeOnce('two instances whose clocks are an hour apart', () => {
  let redis: RedisServer;
  let instances: [Service, Service];
  let clients: [behind: Api, ahead: Api];
  let admin: SignedIn;

  beforeAll(async () => {
    redis = await startRedis();
    const settings = {
      REDIS_URL: redis.url,
      DATABASE_URL: await freshDatabase(),
      JWT_SECRET: 'mW3k8vR1xT5nB7qZ0yL4cD9fG2hJ6pS-two-of-us',
    };
    const behind = await startService({ ...settings, NODE_OPTIONS: clockOff(-HOUR / 2) });
    instances = [behind, await startService({ ...settings, NODE_OPTIONS: clockOff(HOUR / 2) })];
    clients = instances.map(api) as [Api, Api];
    admin = await loginAdmin(clients[0]);
    for (const client of clients) {
      await until('they know each other', async () => (await limitHealth(client)).instances === 2);
    }
  });
  afterAll(async () => {
    await Promise.all(instances.map((instance) => instance.stop()));
    await redis.stop();
  });

  const limitHealth = async (client: Api) => (await client.get('/health/ready')).body.checks.rate_limit;
  /** @param limit under an override that ends so much later by the right time. */
  const user = async (expiresInMs: number, limit = LIMIT): Promise<SignedIn> => {
    const made = await register(clients[0]);
    const expires = new Date(Date.now() + expiresInMs).toISOString();
    const override = { limit, ...(limit === 0 ? {} : { burst: limit }), expires_at: expires, reason: 'test' };
    const body = { rate_limit_override: override };
    expect((await clients[0].patch(`/admin/users/${made.id}`, { token: admin.token, body })).status).toBe(200);
    return made;
  };
  /** Someone for whom both made as many decisions, none alone or twice because a busy machine kept Redis' answer waiting. */
  const used = (times: number, expiresInMs = 24 * HOUR) =>
    until('decisions that were all shared', async () => {
      const { token } = await user(expiresInMs);
      const answers = [];
      for (let i = 0; i < times; i += 1) answers.push(await countedCall(clients[i % 2] as Api, token));
      return countedOnce(answers, LIMIT) ? { token, answers } : null;
    });
  const both = ({ token }: SignedIn) => Promise.all(clients.map((client) => countedCall(client, token)));

  it('really are', async () => {
    const { email, password } = ADMIN;
    const issued = await Promise.all(
      clients.map(async (client) => {
        const { body } = await client.post('/auth/login', { body: { email, password } });
        const [, claims = ''] = (body.access_token as string).split('.');
        return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iat: number }).iat * 1_000;
      }),
    );
    const [behind, ahead] = issued as [number, number];
    expect(Math.abs(ahead - behind - HOUR)).toBeLessThan(60_000);
  });

  it('count the same requests in the same windows', async () => {
    const { answers } = await used(6);
    const plans = answers.map((answer) => rateLimitOf(answer)['plan']);
    expect(plans.map((plan) => plan?.r)).toEqual([19, 18, 17, 16, 15, 14]);
    for (const [index, answer] of answers.entries()) {
      expect(plans[index]?.t).toBeLessThanOrEqual(60);
      // By the time that is right, whatever the instance takes it for.
      const resetsIn = Number(answer.headers.get('x-ratelimit-reset')) - Date.now() / 1_000;
      expect(resetsIn).toBeGreaterThan(-60);
      expect(resetsIn).toBeLessThanOrEqual(61);
    }
  });

  it('let an override hold while Redis says that it does', async () => {
    const { answers } = await used(12, HOUR / 4);
    expect(answers.map(isAdmitted)).toEqual(answers.map(() => true));
  });

  it('let an override, and a block by one, end when Redis says that it is over', async () => {
    const [raised, blocked] = [await user(2_000, 50), await user(2_000, 0)];
    await until('the override is over on both', async () =>
      (await both(raised)).every(({ headers }) => headers.get('x-ratelimit-limit') !== '50'),
    );
    await until('the block is over on both', async () => (await both(blocked)).every(({ status }) => status !== 403));
  });

  it('go on alone from what was used, and share again', async () => {
    const { token } = await used(8);
    const probe = await user(24 * HOUR);
    redis.kill('SIGSTOP');
    await until('both decide alone', async () => {
      const answers = await Promise.all(clients.map((client) => countedCall(client, probe.token)));
      return answers.every(isDegraded);
    });
    const caller = new Caller(clients, token);
    await until('what was left is used', () => caller.admitted === LIMIT - 8 && caller.refused > 5);
    redis.kill('SIGCONT');
    for (const client of clients) {
      await until('it shares', async () => (await limitHealth(client)).state === 'ok');
    }
    const { refused } = caller;
    await until('shared decisions', () => caller.refused > refused + 5);
    await caller.stop();
    expect(caller.strange).toEqual([]);
    expect(caller.admitted).toBe(LIMIT - 8);
  });
});
