import { RedisConnection } from '../../../src/redis/redis-connection.js';
import { Subscription } from '../../../src/redis/subscription.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';

/** A subscription on one real Redis; Sentinel and Cluster: failover.e2e-spec. */
describeOnce('a subscription', () => {
  let server: RedisServer;
  let connection: RedisConnection;
  let subscription: Subscription;
  const heard: string[] = [];
  let downs = 0;
  let ups = 0;

  beforeAll(async () => {
    server = await startRedis();
    connection = new RedisConnection({ kind: 'socket', path: server.socket });
    await connection.connect(2_000);
    subscription = new Subscription(connection, 'news', {
      onMessage: (message) => heard.push(message),
      onDown: () => (downs += 1),
      onUp: () => (ups += 1),
    });
    subscription.start();
  });
  afterAll(async () => {
    subscription.close();
    connection.close();
    await server.stop();
  });

  const publish = (message: string) =>
    until('it is published', () =>
      connection
        .call((client) => client.publish('news', message))
        .then(
          () => true,
          () => false,
        ),
    );
  const hears = async (message: string) => {
    await until('the channel is heard', () => subscription.healthy);
    await publish(message);
    await until('the message arrives', () => heard.includes(message));
  };

  it('hears once it is known to hear, and not before', async () => {
    await hears('first');
    expect({ ups, downs }).toEqual({ ups: 1, downs: 0 });
  });

  it('says when its connection is lost, and hears again', async () => {
    server.kill('SIGKILL');
    await until('it is down', () => downs === 1);
    expect(subscription.healthy).toBe(false);
    await server.restart();
    await hears('second');
    expect({ ups, downs }).toEqual({ ups: 2, downs: 1 });
  });

  it('says when nothing comes through any more, though the connection stands', async () => {
    server.kill('SIGSTOP');
    await until('it is not healthy', () => !subscription.healthy);
    await until('it says so', () => downs === 2);
    server.kill('SIGCONT');
    await hears('third');
  });

  it('says so too when only its own connection is cut', async () => {
    const look = server.client();
    await look.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    look.disconnect();
    await until('it is down', () => downs === 3);
    await hears('fourth');
    expect(heard).toEqual(['first', 'second', 'third', 'fourth']);
  });

  it('is silent once closed', async () => {
    subscription.close();
    expect(downs).toBe(4);
    await publish('fifth');
    expect(heard).not.toContain('fifth');
  });
});
