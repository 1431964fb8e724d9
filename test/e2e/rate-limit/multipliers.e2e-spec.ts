import type { Redis } from 'ioredis';
import { BackgroundRedis } from '../../../src/redis/background-redis.js';
import { BehaviourReader } from '../../../src/activity/detection/score/behaviour-reader.js';
import { MultiplierKeeper } from '../../../src/activity/detection/score/multiplier-keeper.js';
import { Multipliers } from '../../../src/activity/detection/score/multipliers.js';
import type { MultiplierRecovery } from '../../../src/activity/detection/score/multiplier-recovery.js';
import { verdict } from '../../../src/activity/detection/score/behaviour-score.js';
import type { EngineWatch } from '../../../src/activity/detection/progress/engine-watch.js';
import { CallerCipher } from '../../../src/activity/recorder/caller-cipher.js';
import { ScenarioBook } from '../../../src/activity/detection/scenarios/scenario-book.js';
import { Configuration } from '../../../src/config/configuration.js';
import type { DomainEvent } from '../../../src/events/domain-event.js';
import type { UserDirectory } from '../../../src/users/user-directory.js';
import { EventBus } from '../../../src/events/event-bus.js';
import { keys, userTag } from '../../../src/redis/keys.js';
import { RedisConnection } from '../../../src/redis/redis-connection.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';

const HOUR = 3_600_000;

/** Multipliers on a real Redis, with states that took their fires in the past. */
describeOnce('the multipliers', () => {
  let server: RedisServer;
  let look: Redis;
  let connection: RedisConnection;
  let multipliers: Multipliers;
  let keeper: MultiplierKeeper;
  let announced: DomainEvent[];

  beforeAll(async () => {
    server = await startRedis();
    look = server.client();
    connection = new RedisConnection({ kind: 'socket', path: server.socket });
    await connection.connect(2_000);
    const background = new BackgroundRedis(connection);
    await until('the background connection', () => background.client.status === 'ready');
    const bus = new EventBus();
    const users = {
      byId: (id: string) => Promise.resolve({ role: id === 'an-admin' ? 'admin' : 'user' }),
    } as unknown as UserDirectory;
    const configuration = Configuration.parse({ DATA_SECRET: 'multipliers-'.repeat(4) });
    bus.subscribe((event) => announced.push(event));
    multipliers = new Multipliers(background, bus, new CallerCipher(configuration), users);
    const book = new ScenarioBook(configuration, bus);
    keeper = new MultiplierKeeper(
      background,
      new BehaviourReader(connection, book),
      multipliers,
      { stale: false } as EngineWatch,
      { bringBack: () => Promise.resolve() } as MultiplierRecovery,
    );
  });
  beforeEach(async () => {
    announced = [];
    await look.flushall();
  });
  afterAll(async () => {
    connection.close();
    look.disconnect();
    await server.stop();
  });

  const tell = (id: string, score: number, version: number) =>
    multipliers.tell({ kind: 'user', id }, { score, ...verdict(score), forced: false, contributions: [] }, version);
  const behaviour = (user: string) => look.get(keys.behaviour(userTag(user)));

  /** A state in which dangerous code was found twice, `hours` ago: 0.18 at first, above 0.3 after 56 h. */
  async function dangerousTwice(user: string, hours: number): Promise<void> {
    const at = Date.now() - hours * HOUR;
    await look.hset(keys.detection(userTag(user)), { n: 5, 'f:dangerous-code': `0|${at}|${at}|0|0|2|${at}` });
    await tell(user, 0.18, 5);
    announced = [];
  }

  it('are told in the limiter’s words and announced once', async () => {
    await tell('u1', 0.25, 1);
    expect(await behaviour('u1')).toMatch(/^0\.5:\d{13}$/);
    await tell('u1', 0.2, 2);
    expect(announced.map(({ type, tenant, data }) => ({ type, tenant, data }))).toEqual([
      { type: 'rate_limit.multiplier_changed', tenant: 'u1', data: { from: 1, to: 0.5, score: 0.25 } },
      {
        type: 'detect.score_band_changed',
        tenant: 'u1',
        data: { from: 'normal', to: 'restricted', score: 0.25, contributions: '[]', multiplier: 0.5 },
      },
    ]);
    expect(await look.pttl(keys.behaviour(userTag('u1')))).toBeGreaterThan(50_000);
  });

  it('are none of an admin’s, whatever the score', async () => {
    await tell('an-admin', 0.1, 1);
    expect(await behaviour('an-admin')).toBeNull();
    expect([announced, await multipliers.listed()]).toEqual([[], []]);
  });

  it('never go back to what an earlier state said', async () => {
    await look.hset(keys.detection(userTag('u2')), { n: 9 });
    await tell('u2', 0.5, 9);
    await tell('u2', 0.1, 8);
    expect(await behaviour('u2')).toBeNull();
    await tell('u2', 0.9, 10);
    expect(await behaviour('u2')).toMatch(/^1\.5:/);
  });

  it('are renewed while they last', async () => {
    await dangerousTwice('u3', 1);
    await look.set(keys.behaviour(userTag('u3')), '0.5:1000');
    expect(await keeper.renew()).toBe(1);
    const [multiplier, stamp] = ((await behaviour('u3')) ?? '').split(':').map(Number);
    expect(multiplier).toBe(0.5);
    expect(stamp).toBeGreaterThan(Date.now() - 10_000);
    expect(announced).toEqual([]);
  });

  it('end by themselves once enough has decayed, and the list forgets', async () => {
    await dangerousTwice('u4', 60);
    await keeper.renew();
    expect(await behaviour('u4')).toBeNull();
    expect(await multipliers.listed()).toEqual([]);
    expect(announced[0]).toMatchObject({ type: 'rate_limit.multiplier_changed', data: { from: 0.5, to: 1 } });
  });

  it('end with the state they follow from', async () => {
    await dangerousTwice('u5', 1);
    await look.del(keys.detection(userTag('u5')));
    await keeper.renew();
    expect(await behaviour('u5')).toBeNull();
    expect(await look.exists(keys.detection(userTag('u5')))).toBe(0);
  });
});
