import { Logger } from '@nestjs/common';
import { Cluster } from 'ioredis';
import type { Configuration } from '../config/configuration.js';
import type { DataFolder } from '../config/data-folder.js';
import { EmbeddedRedis } from './embedded-redis.js';
import { RedisConnection } from './redis-connection.js';

/** How long the start waits for a Redis that is not there yet, ms; then the service starts degraded. */
const FIRST_CONNECTION_MS = 2_000;

/** The connection together with the embedded server it may own. */
export class RedisStore {
  private constructor(
    readonly connection: RedisConnection,
    private readonly embedded: EmbeddedRedis | null,
  ) {}

  static async open(configuration: Configuration, folder: DataFolder | null): Promise<RedisStore> {
    const target = configuration.settings.REDIS_URL;
    if (target !== undefined) return RedisStore.connect(new RedisConnection(target), null);
    if (folder === null) throw new Error('the embedded Redis needs the locked data folder');
    const embedded = await EmbeddedRedis.start(folder, configuration.searchPath);
    return RedisStore.connect(new RedisConnection({ kind: 'socket', path: embedded.socket }), embedded);
  }

  async close(): Promise<void> {
    this.connection.close();
    await this.embedded?.stop();
  }

  private static async connect(connection: RedisConnection, embedded: EmbeddedRedis | null): Promise<RedisStore> {
    if (await connection.connect(FIRST_CONNECTION_MS)) void warnOfEviction(connection);
    return new RedisStore(connection, embedded);
  }
}

/** A Redis that evicts when its memory is full hands out fresh windows: the operator must hear of it. */
async function warnOfEviction({ client }: RedisConnection): Promise<void> {
  const nodes = client instanceof Cluster ? client.nodes('master') : [client];
  for (const node of nodes) {
    // Some hosted ones do not tell.
    const memory = await node.info('memory').catch(() => '');
    const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1] ?? 'noeviction';
    if (policy === 'noeviction') continue;
    new Logger('Redis').warn(
      `maxmemory-policy is ${policy}: when memory is full, evicted counters hand out fresh windows. ` +
        'Set it to noeviction (docs/operations.md).',
    );
    return;
  }
}
