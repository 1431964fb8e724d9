import { userTag } from '../../../src/redis/keys.js';
import { type Answer, api, type Api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { Caller, countedCall, isAdmitted, isDegraded } from '../../support/caller.js';
import { limitedCall } from '../../support/limited-call.js';
import { until } from '../../support/poll.js';
import { type Monitored, monitorRedis } from '../../support/redis-monitor.js';
import { PausableProxy } from '../../support/pausable-proxy.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

const LIMIT = 20;

describeOnce('two instances on the same stores', () => {
  let stores: Record<string, string>;
  let instances: [Service, Service];
  let clients: [Api, Api];
  let admin: SignedIn;

  beforeAll(async () => {
    stores = await sharedStores();
    instances = await Promise.all([startService(stores), startService(stores)]);
    clients = instances.map(api) as [Api, Api];
    admin = await loginAdmin(clients[0]);
  });
  afterAll(() => Promise.all(instances.map((instance) => instance.stop())));

  const limited = async (limit: number): Promise<SignedIn> => {
    const user = await register(clients[0]);
    const override = { limit, burst: limit, expires_at: '2999-01-01T00:00:00Z', reason: 'test' };
    await clients[0].patch(`/admin/users/${user.id}`, { token: admin.token, body: { rate_limit_override: override } });
    return user;
  };

  it('admit together exactly what one limit allows, whoever is asked', async () => {
    // An instance that Redis keeps waiting decides alone and says so, or asks again and may be counted twice: then another
    // try is made. None may ever admit more.
    const shared = await until<Answer[] | null>(
      '64 decisions of which none was made alone or twice',
      async () => {
        const user = await limited(LIMIT);
        const answers = await Promise.all(
          Array.from({ length: 64 }, (_, index) => limitedCall(clients[index % 2] as Api, user.token)),
        );
        if (answers.some(isDegraded)) return null;
        const admitted = answers.filter(({ status }) => status === 200).length;
        expect(admitted).toBeLessThanOrEqual(LIMIT);
        return admitted < LIMIT ? null : answers;
      },
      25_000,
    );
    expect(shared.filter(({ status }) => status === 429)).toHaveLength(64 - LIMIT);
  });

  it('count each other', async () => {
    for (const client of clients) {
      await until('both instances are counted', async () => {
        const { body } = await client.get('/health/ready');
        return body.checks.rate_limit.instances === 2;
      });
    }
  });

  it('ask Redis once per request, before the handler, while the account is mirrored', async () => {
    const [client] = clients;
    // An instance that Redis keeps waiting decides alone and says so: then another try is made.
    const { user, seen } = await until(
      'decisions of which none was made alone',
      async () => {
        const user = await register(client);
        const answers = [await limitedCall(client, user.token)];
        const { seen, stop } = await monitorRedis(stores['REDIS_URL'] as string);
        for (let i = 0; i < 3; i += 1) answers.push(await limitedCall(client, user.token));
        const shared = !answers.some(isDegraded);
        if (shared) await until('the decisions are seen', () => seen.filter(isDecision).length >= 3);
        stop();
        if (!shared) return null;
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
        return { user, seen };
      },
      30_000,
    );
    // Commands inside a script are shown too; activity writes what it found to keys of its own.
    const about = seen.filter(
      ({ command, source }) => source !== 'lua' && command.join(' ').includes(userTag(user.id)),
    );
    expect(about.filter(isDecision)).toHaveLength(3);
    expect(about.filter(({ command }) => command[0] === 'mget')).toEqual([]);
    expect(
      about.filter(({ command }) => command.some((arg) => /:(account|session:.*)$/.test(arg))).every(isDecision),
    ).toBe(true);
    // Nothing else about the caller goes over the connection that a request waits for.
    const [connection] = about.filter(isDecision).map(({ source }) => source);
    expect(about.filter(({ source }) => source === connection).every(isDecision)).toBe(true);
  });

  it('admit no more than one limit when a third did not reach Redis for a moment', async () => {
    const proxy = await PausableProxy.to(Number(new URL(stores['REDIS_URL'] as string).port));
    const third = await startService({ ...stores, REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
    const cutOff = api(third);
    const shares = async () => (await cutOff.get('/health/ready')).body.checks.rate_limit.state === 'ok';
    // What is decided alone once Redis is back was kept waiting by the machine: then another try is made.
    const admitted = await until<number | null>(
      'a try in which nobody waited for Redis but while it was out of reach',
      async () => {
        const [user, probe] = [await limited(LIMIT), await limited(1_000)];
        await until('it shares', shares);
        proxy.pause();
        await until('it decides alone', async () => isDegraded(await countedCall(cutOff, probe.token)));
        const alone: Answer[] = [];
        for (let i = 0; i < 3; i += 1) alone.push(await countedCall(cutOff, user.token));
        expect(alone.map((answer) => [isAdmitted(answer), isDegraded(answer)])).toEqual(alone.map(() => [true, true]));
        proxy.resume();
        await until('it is back', async () => (await cutOff.get('/health/ready')).body.checks.redis.state === 'ok');
        const caller = new Caller([cutOff, clients[1]], user.token);
        await until('the limit is used', () => caller.refused > 10);
        await until('it shares', shares);
        await caller.stop();
        expect(caller.strange).toEqual([]);
        if (caller.admittedAlone > 0) return null;
        const all = alone.length + caller.admitted;
        expect(all).toBeLessThanOrEqual(LIMIT);
        return all < LIMIT ? null : all;
      },
      30_000,
    );
    expect(admitted).toBe(LIMIT);
    await third.stop();
    await proxy.stop();
  });
});

function isDecision({ command }: Monitored): boolean {
  return command[0] === 'evalsha' && command.some((arg) => arg.endsWith(':log'));
}
