import type { Redis } from 'ioredis';
import { RedisConnection } from '../../../src/redis/redis-connection.js';
import { BackgroundRedis } from '../../../src/redis/background-redis.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';

const TIMES = 12;

/** A client that ended for good is replaced: nothing of it stays, here or on the server. */
describeOnce('a Redis client that ends', () => {
  let server: RedisServer;
  let look: Redis;
  let connection: RedisConnection;
  let background: BackgroundRedis;
  const warnings: string[] = [];
  const warn = (warning: Error) => warnings.push(warning.name);

  beforeAll(async () => {
    process.on('warning', warn);
    server = await startRedis();
    look = server.client();
    connection = new RedisConnection({ kind: 'socket', path: server.socket });
    await connection.connect(2_000);
    background = new BackgroundRedis(connection);
    await until('the background is connected', () => background.client.status === 'ready');
  });
  afterAll(async () => {
    process.off('warning', warn);
    connection.close();
    look.disconnect();
    await server.stop();
  });

  const connections = async () => ((await look.client('LIST')) as string).trim().split('\n').length;
  const works = () =>
    Promise.all([
      connection.call((client) => client.set('here', '1')),
      background.call((client) => client.set('there', '1')),
    ]).then(
      () => true,
      () => false,
    );

  it('is replaced, again and again, by one that is like it', async () => {
    const before = await connections();
    const listeners = connection.client.eventNames().map((name) => connection.client.listenerCount(name));
    let recovered = 0;
    connection.onRecovered(() => (recovered += 1));
    for (let time = 0; time < TIMES; time += 1) {
      const old = connection.client;
      old.disconnect();
      background.client.disconnect();
      await until('there is another', () => connection.client !== old && connection.status === 'ready');
      await until('both work', works);
    }
    const now = connection.client.eventNames().map((name) => connection.client.listenerCount(name));
    expect(now).toEqual(listeners);
    await until('the old connections are gone', async () => (await connections()) === before);
    expect(recovered).toBeLessThanOrEqual(TIMES);
    expect(warnings).toEqual([]);
  });
});
