import { userTag } from '../../../src/redis/keys.js';
import { byKey, makeKey } from '../../support/api-keys.js';
import { type Answer, api, type Api, register, type SignedIn } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { PausableProxy } from '../../support/pausable-proxy.js';
import { until } from '../../support/poll.js';
import { monitorRedis } from '../../support/redis-monitor.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

/** What an authenticated request asks the stores for before its handler, once the caller is mirrored. */
describeOnce('a caller whose account is mirrored', () => {
  let stores: Record<string, string>;
  let postgres: PausableProxy;
  let service: Service;
  let client: Api;
  let user: SignedIn;
  let key: string;

  beforeAll(async () => {
    stores = await sharedStores();
    const database = new URL(stores['DATABASE_URL'] as string);
    postgres = await PausableProxy.to(Number(database.port));
    database.port = String(postgres.port);
    service = await startService({ ...stores, DATABASE_URL: database.href });
    client = api(service);
    user = await register(client);
    key = (await makeKey(client, user)).key;
  });
  afterAll(async () => {
    postgres.resume();
    await service.stop();
    await postgres.stop();
  });

  // Refused by their bodies and by authorisation: no handler asks anything.
  const calls: [name: string, command: string, status: number, call: (as: object) => Promise<Answer>][] = [
    ['a limited route', 'evalsha', 400, (as) => client.post('/analyze', { ...as, body: {} })],
    ['another route', 'mget', 403, (as) => client.get('/admin/users', as)],
  ];

  it('is answered by one question to Redis and none to PostgreSQL, on a limited route and on any other', async () => {
    const credentials = [{ token: user.token }, byKey(key)];
    for (const as of credentials) for (const [, , status, call] of calls) expect((await call(as)).status).toBe(status);
    const monitor = await monitorRedis(stores['REDIS_URL'] as string);
    const seen = () =>
      monitor.seen
        .filter(({ source, command }) => source !== 'lua' && command.some((word) => word.endsWith(':account')))
        .filter(({ command }) => command.some((word) => word.startsWith(userTag(user.id))))
        .map(({ command }) => command[0]);
    postgres.pause();
    const asked: (string | undefined)[] = [];
    for (const as of credentials) {
      for (const [name, command, status, call] of calls) {
        expect((await call(as)).status).toBe(status);
        asked.push(command);
        await until(`Redis showed ${name}`, () => seen().length >= asked.length);
        expect(seen()).toEqual(asked);
      }
    }
    monitor.stop();
  });
});
