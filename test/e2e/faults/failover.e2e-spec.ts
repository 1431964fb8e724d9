import { type Answer, api, type Api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { Caller, countedCall, countedOnce, isAdmitted } from '../../support/caller.js';
import { describeOnce } from '../../support/independent.js';
import { rateLimitOf } from '../../support/limited-call.js';
import { until } from '../../support/poll.js';
import { type RedisCluster, startRedisCluster } from '../../support/redis-cluster.js';
import type { RedisServer } from '../../support/redis-server.js';
import { type SentinelSet, startSentinelSet } from '../../support/redis-sentinel.js';
import { freshDatabase } from '../../support/servers.js';
import { type Service, startService } from '../../support/service.js';
import { keys, userTag } from '../../../src/redis/keys.js';

const LIMIT = 20;

/** Two instances on one Redis that fails over, and what callers may notice of that. */
class Pair {
  private constructor(
    readonly instances: readonly Service[],
    readonly clients: readonly [Api, Api],
    private readonly admin: SignedIn,
  ) {}

  static async start(redisUrl: string): Promise<Pair> {
    const settings = {
      REDIS_URL: redisUrl,
      DATABASE_URL: await freshDatabase(),
      JWT_SECRET: 'mW3k8vR1xT5nB7qZ0yL4cD9fG2hJ6pS-two-of-us',
    };
    const instances = [await startService(settings), await startService(settings)];
    const clients = instances.map(api) as [Api, Api];
    const pair = new Pair(instances, clients, await loginAdmin(clients[0]));
    await pair.whole();
    return pair;
  }

  async stop(): Promise<void> {
    await Promise.all(this.instances.map((instance) => instance.stop()));
  }

  /** Waits until both say that they share Redis, and know each other. */
  async whole(): Promise<void> {
    for (const client of this.clients) {
      await until('the instance is whole', async () => {
        const { body } = await client.get('/health/ready');
        const { redis, rate_limit: limits } = body.checks;
        return redis.state === 'ok' && limits.state === 'ok' && limits.instances === 2;
      });
    }
  }

  async user(limit = LIMIT): Promise<SignedIn> {
    const user = await register(this.clients[0]);
    await this.limit(user, limit);
    return user;
  }

  async limit({ id }: SignedIn, limit: number): Promise<void> {
    const override = { limit, burst: limit, expires_at: '2999-01-01T00:00:00Z', reason: 'test' };
    const body = { rate_limit_override: override };
    const { status } = await this.clients[0].patch(`/admin/users/${id}`, { token: this.admin.token, body });
    if (status !== 200) throw new Error(`the override was not set: ${status}`);
  }

  /** So many admitted requests, by turns on both instances. */
  async use({ token }: SignedIn, times: number): Promise<Answer[]> {
    const answers = [];
    for (let i = 0; i < times; i += 1) answers.push(await countedCall(this.clients[i % 2] as Api, token));
    expect(answers.map(isAdmitted)).toEqual(answers.map(() => true));
    return answers;
  }

  /** Someone who has used so much, none of it decided alone or twice because a busy machine kept Redis' answer waiting. */
  userWhoUsed(times: number): Promise<{ user: SignedIn; answers: Answer[] }> {
    return until('decisions that were all shared', async () => {
      const user = await this.user();
      const answers = await this.use(user, times);
      return countedOnce(answers, LIMIT) ? { user, answers } : null;
    });
  }

  /** Both instances count the same requests. */
  async expectShared(): Promise<void> {
    const { answers } = await this.userWhoUsed(6);
    expect(answers.map((answer) => rateLimitOf(answer)['plan']?.r)).toEqual([19, 18, 17, 16, 15, 14]);
  }

  /** What one instance is told of a user is known to the other at once. */
  async expectHeard(user: SignedIn): Promise<void> {
    await this.limit(user, 2 * LIMIT);
    expect(isAdmitted(await countedCall(this.clients[1], user.token))).toBe(true);
  }

  /** The requests of a user, and no others, are in the record, each once. */
  async expectRecorded({ token }: SignedIn, requestIds: readonly string[]): Promise<void> {
    const recorded = await until(
      'the requests are in the record',
      async () => {
        const { body } = await this.clients[1].get('/users/me/activity?limit=100', { token });
        const ids = (body.items as { route?: string; request_id: string }[])
          .filter(({ route }) => route === '/analyze')
          .map((item) => item.request_id);
        return ids.length >= requestIds.length ? ids : null;
      },
      20_000,
    );
    expect(recorded.toSorted()).toEqual(requestIds.toSorted());
  }
}

/** Each got what was left, to the request. */
function expectUsedUp(callers: readonly Caller[], left: readonly number[]): void {
  expect(callers.map(({ admitted }) => admitted)).toEqual(left);
}

/**
 * The same for one whose Redis was well all the time: a decision that a busy machine kept waiting was made alone, may have
 * been counted twice, and may be one more than the other instance knew of.
 */
function expectShared({ admitted, admittedAlone, degraded }: Caller, left: number): void {
  expect(admitted).toBeLessThanOrEqual(left + admittedAlone);
  expect(admitted).toBeGreaterThanOrEqual(left - degraded);
}

function idsOf(answers: readonly Answer[]): string[] {
  return answers.map((answer) => answer.headers.get('x-request-id') ?? '');
}

/**
 * A master is lost while callers call both instances as fast as they can. Three of them make no call in the moment of the
 * loss: one has used its limit, one half of it, one is new. They get what is left of it, alone and after, to the request.
 * The fourth is in the midst: what Redis had not yet told the replica, and what one instance had not yet heard of the
 * other's, is forgotten, and that is less than the calls that were under way or just answered.
 */
async function loseMaster(pair: Pair, master: RedisServer, lose: () => Promise<unknown>): Promise<void> {
  const { user: spent } = await pair.userWhoUsed(LIMIT);
  const { user: half } = await pair.userWhoUsed(LIMIT / 2);
  const users = [spent, half, await pair.user()];
  const { user: midst } = await pair.userWhoUsed(2);
  const [steady, watched] = [await pair.user(1_000), await pair.user()];
  // Sentinel takes the replica that holds most.
  await master.replicated(1);
  const recorded = idsOf(await pair.use(watched, 2));
  const during = [midst, steady].map(({ token }) => new Caller(pair.clients, token));
  const lost = lose();
  await until('an instance decides alone', () => during.some((caller) => caller.degraded > 0));
  const callers = users.map(({ token }) => new Caller(pair.clients, token));
  await until('what was left is used', () => callers.every((caller) => caller.refused > 0));
  await until('both say so', async () => {
    const answers = await Promise.all(pair.clients.map((client) => client.get('/health/ready')));
    return answers.every(({ status, body }) => {
      const { redis, rate_limit: limits } = body.checks;
      return status === 200 && redis.status === 'unavailable' && limits.decided === 'alone';
    });
  });
  recorded.push(...idsOf(await pair.use(watched, 2)));
  // Signing in needs no Redis, and what the throttle of guesses counts is nobody's fault either.
  const other = await register(pair.clients[1]);
  const guess = { email: other.email, password: 'Not-This-One-42' };
  expect((await pair.clients[0].post('/auth/login', { body: guess })).status).toBe(401);
  expect(isAdmitted(await countedCall(pair.clients[1], other.token))).toBe(true);
  await lost;
  await pair.whole();
  const refused = callers.map((caller) => caller.refused);
  await until('more calls were refused', () =>
    callers.every((caller, i) => caller.refused > (refused[i] as number) + 5),
  );
  const all = [...callers, ...during];
  await Promise.all(all.map((caller) => caller.stop()));
  expect(all.flatMap((caller) => caller.strange)).toEqual([]);
  expectUsedUp(callers, [0, LIMIT / 2, LIMIT]);
  const [ofMidst] = during as [Caller, Caller];
  expect(ofMidst.admitted).toBeLessThanOrEqual(LIMIT - 2 + 2 * pair.clients.length);
  expect(ofMidst.refused).toBeGreaterThan(0);
  await pair.expectShared();
  await pair.expectHeard(spent);
  recorded.push(...idsOf(await pair.use(watched, 2)));
  await pair.expectRecorded(watched, recorded);
}

describeOnce('a Sentinel set whose master is lost', () => {
  let redis: SentinelSet;
  let pair: Pair;
  beforeAll(async () => {
    redis = await startSentinelSet();
    pair = await Pair.start(redis.url);
  });
  afterAll(async () => {
    await pair.stop();
    await redis.stop();
  });

  it('lets nobody over a limit, fails no request, and is shared again after the failover', async () => {
    const master = await redis.master();
    await loseMaster(pair, master, async () => {
      master.kill('SIGKILL');
      await redis.failedOver(master);
    });
    await master.restart();
    await redis.inSync();
  });

  it('a second time, when it only hangs', async () => {
    const master = await redis.master();
    await loseMaster(pair, master, async () => {
      master.kill('SIGSTOP');
      await redis.failedOver(master);
    });
    master.kill('SIGCONT');
    await redis.inSync();
    await pair.expectShared();
  });
});

describeOnce('a Cluster of which a node is lost', () => {
  let redis: RedisCluster;
  let pair: Pair;
  beforeAll(async () => {
    redis = await startRedisCluster();
    pair = await Pair.start(redis.url);
  });
  afterAll(async () => {
    await pair.stop();
    await redis.stop();
  });

  /** Users who have used so much, until there is one whose counts lie on `node`, and one whose counts do not. */
  async function usersOnAndOff(node: number, times: number): Promise<[on: SignedIn, off: SignedIn]> {
    const found: [SignedIn?, SignedIn?] = [];
    while (found[0] === undefined || found[1] === undefined) {
      const { user } = await pair.userWhoUsed(times);
      const { master } = await redis.serving(keys.limitLog(userTag(user.id)));
      found[master.port === node ? 0 : 1] ??= user;
    }
    return found as [SignedIn, SignedIn];
  }

  it('a master: its subjects go on alone, all others share as before', async () => {
    const { master } = await redis.serving(keys.instances);
    const [on, off] = await usersOnAndOff(master.port, LIMIT / 2);
    const [first] = await usersOnAndOff(master.port, 0);
    await master.replicated(1);
    const probe = new Caller(pair.clients, first.token);
    const others = new Caller(pair.clients, off.token);
    master.kill('SIGKILL');
    await until('an instance decides alone', () => probe.degraded > 0);
    const subjects = new Caller(pair.clients, on.token);
    await until('what was left is used', () => subjects.refused > 0);
    await until('it says so', async () => {
      const { body } = await pair.clients[0].get('/health/ready');
      return body.checks.redis.status === 'partial' && body.checks.rate_limit.decided === 'partly alone';
    });
    await redis.failedOver(master, keys.instances);
    await pair.whole();
    const callers = [probe, subjects, others];
    await Promise.all(callers.map((caller) => caller.stop()));
    expect(callers.flatMap((caller) => caller.strange)).toEqual([]);
    expectUsedUp([subjects], [LIMIT / 2]);
    expectShared(others, LIMIT / 2);
    expect(others.degraded).toBeLessThan(subjects.degraded / 4);
    await pair.expectShared();
    await pair.expectHeard(on);
    await master.restart();
    await redis.whole();
  });

  it('a replica: nothing is noticed', async () => {
    const { master, replica } = await redis.serving(keys.activityStream);
    const [on] = await usersOnAndOff(master.port, 0);
    const caller = new Caller(pair.clients, on.token);
    replica?.kill('SIGKILL');
    await until('the node is gone', () => replica?.hasExited());
    await until('the limit is used', () => caller.refused > 20);
    await caller.stop();
    expect(caller.strange).toEqual([]);
    expectShared(caller, LIMIT);
    await pair.expectHeard(on);
  });
});
