import { userTag } from '../../src/redis/keys.js';
import { type Answer, api, type Api, loginAdmin, register } from '../support/api.js';
import { describeOnce } from '../support/independent.js';
import { limitedCall } from '../support/limited-call.js';
import { until } from '../support/poll.js';
import { type Monitored, monitorRedis } from '../support/redis-monitor.js';
import { type Service, sharedStores, startService } from '../support/service.js';

describeOnce('two instances on the same stores', () => {
  let stores: Record<string, string>;
  let instances: [Service, Service];
  let clients: [Api, Api];

  beforeAll(async () => {
    stores = await sharedStores();
    instances = await Promise.all([startService(stores), startService(stores)]);
    clients = instances.map(api) as [Api, Api];
  });
  afterAll(() => Promise.all(instances.map((instance) => instance.stop())));

  it('admit together exactly what one limit allows, whoever is asked', async () => {
    const admin = await loginAdmin(clients[0]);
    // An instance that Redis keeps waiting decides alone and says so: then another try is made.
    const shared = await until<Answer[] | null>(
      '64 decisions of which none was made alone',
      async () => {
        const user = await register(clients[0]);
        const body = {
          rate_limit_override: { limit: 20, burst: 20, expires_at: '2999-01-01T00:00:00Z', reason: 'test' },
        };
        await clients[0].patch(`/admin/users/${user.id}`, { token: admin.token, body });
        const answers = await Promise.all(
          Array.from({ length: 64 }, (_, index) => limitedCall(clients[index % 2] as Api, user.token)),
        );
        return answers.some((answer) => answer.headers.has('ratelimit-degraded')) ? null : answers;
      },
      25_000,
    );
    const statuses = shared.map((answer) => answer.status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
    expect(statuses.filter((status) => status === 429)).toHaveLength(44);
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
    const user = await register(client);
    await limitedCall(client, user.token);
    const { seen, stop } = await monitorRedis(stores['REDIS_URL'] as string);
    for (let i = 0; i < 3; i += 1) expect((await limitedCall(client, user.token)).status).toBe(200);
    await until('the decisions are seen', () => seen.filter(isDecision).length >= 3);
    stop();
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
});

function isDecision({ command }: Monitored): boolean {
  return command[0] === 'evalsha' && command.some((arg) => arg.endsWith(':log'));
}
