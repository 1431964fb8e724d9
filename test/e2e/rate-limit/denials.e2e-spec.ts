import type { Redis } from 'ioredis';
import { Redis as Client } from 'ioredis';
import { keys, userTag } from '../../../src/redis/keys.js';
import { type Answer, api, type Api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { isDegraded } from '../../support/caller.js';
import { limitedCall, rateLimitOf } from '../../support/limited-call.js';
import { until } from '../../support/poll.js';
import { monitorRedis } from '../../support/redis-monitor.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

/** The deny cache on two instances: no round trip for who was refused, and no answer that a fresh one would not be. */
describeOnce('a denied caller', () => {
  let stores: Record<string, string>;
  let instances: Service[];
  let clients: [Api, Api];
  let admin: SignedIn;
  let store: Redis;

  beforeAll(async () => {
    stores = await sharedStores();
    instances = await Promise.all([startService(stores), startService(stores)]);
    clients = instances.map(api) as [Api, Api];
    admin = await loginAdmin(clients[0]);
    store = new Client(stores['REDIS_URL'] as string);
    for (const client of clients) {
      await until('both instances know of each other', async () => {
        const { body } = await client.get('/health/ready');
        return body.checks.rate_limit.instances === 2;
      });
    }
  });
  afterAll(async () => {
    store.disconnect();
    await Promise.all(instances.map((instance) => instance.stop()));
  });

  let alone = 0;
  /** A call that also notes whether its decision was made alone. */
  const called = async (client: Api, token: string): Promise<Answer> => {
    const answer = await limitedCall(client, token);
    if (isDegraded(answer)) alone += 1;
    return answer;
  };
  const kept = () =>
    alone + instances.flatMap((one) => one.logs().match(/was not confirmed|Redis does not do its work/g) ?? []).length;
  /**
   * On a machine that keeps an instance waiting for Redis longer than a request may wait, it decides alone and says so in the
   * answer, or loses a refund or a change of which it logs that Redis was late. Only then is the scenario played again.
   */
  const played = (scenario: () => Promise<void>) => async (): Promise<void> => {
    for (;;) {
      const before = kept();
      try {
        await scenario();
        return;
      } catch (error) {
        if (kept() === before) throw error;
      }
    }
  };

  /** Someone whom both instances have refused and will refuse again out of memory. */
  async function denied(): Promise<SignedIn> {
    const user = await register(clients[0]);
    for (let i = 0; i < 5; i += 1) expect((await called(clients[0], user.token)).status).toBe(200);
    for (const client of clients) expect((await called(client, user.token)).status).toBe(429);
    return user;
  }
  const onBoth = async (user: SignedIn): Promise<Answer[]> => [
    await called(clients[0], user.token),
    await called(clients[1], user.token),
  ];
  const statuses = async (user: SignedIn) => (await onBoth(user)).map((answer) => answer.status);
  const change = (user: SignedIn, body: object) =>
    clients[0].patch(`/admin/users/${user.id}`, { token: admin.token, body });

  it(
    'costs no decision in Redis, and is told the time that is left',
    played(async () => {
      // A machine that delays the echoes of the channel has an instance ask anew: then another try is made, with somebody
      // else, since who is refused again and again gets a lower multiplier.
      const answers = await until('20 denials without a decision in Redis', async () => {
        const user = await denied();
        const { seen, stop } = await monitorRedis(stores['REDIS_URL'] as string);
        const given: Answer[] = [];
        for (let i = 0; i < 10; i += 1) given.push(...(await onBoth(user)));
        await until('the monitor has caught up', () => seen.some(({ command }) => command[0] === 'publish'));
        stop();
        return seen.some(({ command }) => command.includes(keys.limitLog(userTag(user.id)))) ? null : given;
      });
      const waits = answers.map((answer) => Number(answer.headers.get('retry-after')));
      for (const [index, { status, headers, body }] of answers.entries()) {
        const answer = answers[index] as Answer;
        expect([status, body.policy]).toEqual([429, 'burst']);
        expect(waits[index]).toBe(rateLimitOf(answer)['burst']?.t);
        expect(rateLimitOf(answer)['plan']?.r).toBe(5);
        expect(Number(headers.get('x-ratelimit-reset')) * 1000 - Date.now()).toBeLessThanOrEqual(61_000);
      }
      for (const instance of [0, 1]) {
        const told = waits.filter((_, index) => index % 2 === instance);
        expect(told.toSorted((a, b) => b - a)).toEqual(told);
      }
      expect(new Set(answers.map(({ body }) => body.decision_id)).size).toBe(answers.length);
    }),
  );

  it(
    'passes on both instances as soon as the plan, an override or a reset lets it',
    played(async () => {
      const planned = await denied();
      await change(planned, { plan: 'pro' });
      expect(await statuses(planned)).toEqual([200, 200]);

      const overridden = await denied();
      const rate_limit_override = { limit: 50, expires_at: '2999-01-01T00:00:00Z', reason: 'test' };
      await change(overridden, { rate_limit_override });
      expect(await statuses(overridden)).toEqual([200, 200]);

      const reset = await denied();
      await clients[0].delete(`/admin/rate-limits/user/${reset.id}`, { token: admin.token });
      expect(await statuses(reset)).toEqual([200, 200]);
    }),
  );

  it(
    'is told that its session has ended, and not to wait',
    played(async () => {
      const user = await denied();
      await clients[0].post('/auth/logout', { token: user.token });
      const answers = await onBoth(user);
      expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
        [401, 'token_revoked'],
        [401, 'token_revoked'],
      ]);
      const disabled = await denied();
      await change(disabled, { status: 'disabled' });
      expect(await statuses(disabled)).toEqual([401, 401]);
    }),
  );

  it(
    'is blocked, not told to wait, once an admin blocks it',
    played(async () => {
      const user = await denied();
      const rate_limit_override = { limit: 0, expires_at: '2999-01-01T00:00:00Z', reason: 'test' };
      await change(user, { rate_limit_override });
      expect(await statuses(user)).toEqual([403, 403]);
      await change(user, { rate_limit_override: null });
      expect(await statuses(user)).toEqual([429, 429]);
    }),
  );

  it(
    'is asked about anew while the channel of changes is not heard',
    played(async () => {
      const user = await denied();
      const tag = userTag(user.id);
      // As if a change had been missed: nobody announced this one.
      await store.del(keys.limitLog(tag));
      expect(await statuses(user)).toEqual([429, 429]);
      await store.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      await until('both have lost the channel and forgotten', async () => {
        const answer = await Promise.all(clients.map((client) => called(client, user.token)));
        return answer.every(({ status }) => status === 200);
      });
    }),
  );

  it(
    'gets back what it did not use: a caller who left while its analysis waited for a turn',
    played(async () => {
      const user = await register(clients[0]);
      await change(user, { plan: 'enterprise' });
      const headers = { authorization: `Bearer ${user.token}`, 'content-type': 'application/json' };
      const leave = new AbortController();
      const used = async () => {
        const { body } = await clients[1].get('/users/me/limits', { token: user.token });
        return 1_000 - (body.policies[0].remaining as number);
      };
      // One process is left to others, so all but the first wait for a turn.
      const waiting = Array.from({ length: 8 }, (_, index) => {
        const body = JSON.stringify({ code: `x${index} = 1\n`.repeat(index === 0 ? 9_000 : 10), language: 'python' });
        const init = { method: 'POST', headers, body, signal: leave.signal };
        return fetch(`${instances[0]?.url}/analyze`, init).then(
          () => false,
          () => true,
        );
      });
      await until('all are decided on', async () => (await used()) >= waiting.length);
      leave.abort();
      const left = (await Promise.all(waiting)).filter(Boolean).length;
      await until('those that had not begun have their cost back', async () => (await used()) <= 8 - left + 1);
      // What a process has begun is not given back.
      expect(await used()).toBeGreaterThanOrEqual(8 - left);
      expect(left).toBeGreaterThan(4);
    }),
  );
});
