import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { ActivityEvent } from '../../../src/activity/activity-event.js';
import { BackgroundRedis } from '../../../src/redis/background-redis.js';
import { CallerCipher } from '../../../src/activity/recorder/caller-cipher.js';
import { NetworkPlaces } from '../../../src/activity/recorder/network-places.js';
import { EventWriter } from '../../../src/activity/recorder/event-writer.js';
import { Configuration } from '../../../src/config/configuration.js';
import { readStreamValue } from '../../../src/activity/packing/stream-value.js';
import { keys } from '../../../src/redis/keys.js';
import { RedisConnection } from '../../../src/redis/redis-connection.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';

const SPOOL = 50_000;

function read(entry: [Buffer, Buffer[]] | undefined): { event: ActivityEvent; ageMs: number } {
  const found = readStreamValue(entry?.[1][1] as Buffer);
  if (found === null) throw new Error('the stream holds no event');
  return found;
}

/** The writer against a Redis that comes and goes. */
describeOnce('EventWriter', () => {
  let server: RedisServer;
  let look: Redis;
  let connection: RedisConnection;
  let writer: EventWriter;
  let folder: string;

  beforeAll(async () => {
    server = await startRedis();
    look = server.client();
    look.on('error', () => undefined);
    folder = mkdtempSync(join(tmpdir(), 'pitamah-writer-'));
    connection = new RedisConnection({ kind: 'socket', path: server.socket });
    await connection.connect(2_000);
    const background = new BackgroundRedis(connection);
    await until('the background connection', () => background.client.status === 'ready');
    const configuration = Configuration.parse({ DATA_DIR: folder });
    writer = new EventWriter(background, new CallerCipher(configuration), new NetworkPlaces(configuration));
  });
  afterAll(async () => {
    await writer.onApplicationShutdown();
    connection.close();
    look.disconnect();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const enqueue = (network?: string) =>
    writer.enqueue({
      at: performance.now(),
      event: { type: 'http.request', outcome: 'ok', actor: { kind: 'anonymous' }, status: 200 },
      ...(network === undefined ? {} : { network }),
    });

  const written = () => until('all is written', () => writer.waiting === 0, 20_000);

  async function newest(): Promise<ActivityEvent> {
    const [entry] = await look.xrevrangeBuffer(keys.activityStream, '+', '-', 'COUNT', 1);
    return read(entry).event;
  }

  it('writes networks as keyed hashes only', async () => {
    enqueue('192.0.2.7');
    await written();
    const event = await newest();
    expect(event).toMatchObject({ v: 1, id: expect.stringMatching(/^[\da-f-]{36}$/), net: expect.any(String) });
    expect(JSON.stringify(event)).not.toContain('192.0.2.7');
  });

  it('spools within a bound while Redis is away, and says how many it gave up', async () => {
    server.kill('SIGKILL');
    for (let sent = 0; sent < SPOOL + 700; sent += 1) enqueue();
    expect(writer.dropped).toBeGreaterThan(0);
    const { dropped } = writer;
    await server.restart();
    await written();
    const event = await until('the loss is in the record', async () => {
      const found = await newest();
      return found.type === 'audit.dropped' ? found : null;
    });
    expect(event.data).toEqual({ count: dropped, cause: 'spool_full' });
    // The consumer takes the age off Redis' time: a wait in memory does not move an event.
    const [oldest] = await look.xrangeBuffer(keys.activityStream, '-', '+', 'COUNT', 1);
    expect(read(oldest).ageMs).toBeGreaterThan(0);
    // Everything that was taken is there, and the note of what was not.
    expect(await look.xlen(keys.activityStream)).toBe(SPOOL + 700 - dropped + 1);
  }, 60_000);
});
