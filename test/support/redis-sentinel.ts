import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findBinary } from './binaries.js';
import { type Child, startChild } from './child.js';
import { freePort } from './free-port.js';
import { until } from './poll.js';
import { type RedisServer, startRedis } from './redis-server.js';

const MASTER = 'pitamah';

/** One master, two replicas and three Sentinels that agree by two. */
export interface SentinelSet {
  /** `redis+sentinel://…/pitamah`. */
  readonly url: string;
  /** The server that a majority of the Sentinels takes for the master. */
  master(): Promise<RedisServer>;
  /** Waits until there is another master than `old`, which takes writes. */
  failedOver(old: RedisServer): Promise<RedisServer>;
  /** Waits until all three servers hold what the master holds. */
  inSync(): Promise<void>;
  stop(): Promise<void>;
}

export async function startSentinelSet(): Promise<SentinelSet> {
  const servers = await Promise.all([startRedis(), startRedis(), startRedis()]);
  const [first, ...others] = servers as [RedisServer, ...RedisServer[]];
  await Promise.all(others.map((server) => server.ask((client) => client.replicaof('127.0.0.1', first.port))));
  const inSync = async () => {
    await until('the replicas are in step', async () => {
      // A master that is made a replica closes its connections.
      const infos = await Promise.all(
        servers.map((server) => server.ask((client) => client.info('replication')).catch(() => '')),
      );
      return infos.every((info) => /role:master/.test(info) || /master_link_status:up/.test(info));
    });
  };
  await inSync();

  const folder = mkdtempSync(join(tmpdir(), 'pitamah-sentinel-'));
  const ports = await Promise.all([freePort(), freePort(), freePort()]);
  const sentinels = ports.map((port) => startSentinel(folder, port, ports, servers));
  const masterPort = async (port: number): Promise<number> => {
    const client = new Redis({ port, lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const [, found] = (await client.call('SENTINEL', 'get-master-addr-by-name', MASTER)) as [string, string];
      return Number(found);
    } catch {
      return 0;
    } finally {
      client.disconnect();
    }
  };
  await until('the Sentinels know each other and the replicas', async () => {
    const known = await Promise.all(ports.map((port) => sentinelFacts(port)));
    return known.every(
      (facts) =>
        facts['num-other-sentinels'] === '2' &&
        facts['num-slaves'] === '2' &&
        facts['role-reported'] === 'master' &&
        facts['flags'] === 'master',
    );
  });

  const master = async () => {
    const named = await Promise.all(ports.map(masterPort));
    const found = servers.find((server) => named.filter((port) => port === server.port).length >= 2);
    if (!found) throw new Error(`the Sentinels name no master: ${named.join(', ')}`);
    return found;
  };
  return {
    url: `redis+sentinel://${ports.map((port) => `127.0.0.1:${port}`).join(',')}/${MASTER}`,
    master,
    inSync,
    failedOver: (old) =>
      until(
        'there is another master',
        async () => {
          const found = await master().catch(() => old);
          const role = found !== old && (await found.ask((client) => client.role()).catch(() => null));
          return role && role[0] === 'master' ? found : null;
        },
        30_000,
      ),
    async stop() {
      for (const sentinel of sentinels) sentinel.kill('SIGKILL');
      await Promise.all(sentinels.map((sentinel) => sentinel.exited));
      await Promise.all(servers.map((server) => server.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The others are named from the start: finding them out takes Sentinels some seconds. */
function startSentinel(folder: string, port: number, ports: readonly number[], servers: readonly RedisServer[]): Child {
  const [master, ...replicas] = servers as [RedisServer, ...RedisServer[]];
  const file = join(folder, `${port}.conf`);
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `dir ${folder}`,
    `sentinel myid ${idOf(port)}`,
    `sentinel monitor ${MASTER} 127.0.0.1 ${master.port} 2`,
    `sentinel down-after-milliseconds ${MASTER} 1000`,
    `sentinel failover-timeout ${MASTER} 5000`,
    ...replicas.map((replica) => `sentinel known-replica ${MASTER} 127.0.0.1 ${replica.port}`),
    ...ports
      .filter((other) => other !== port)
      .map((other) => `sentinel known-sentinel ${MASTER} 127.0.0.1 ${other} ${idOf(other)}`),
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return startChild(findBinary(['redis-server', 'valkey-server']), [file, '--sentinel'], { cwd: folder });
}

function idOf(port: number): string {
  return String(port).padStart(40, '0');
}

async function sentinelFacts(port: number): Promise<Record<string, string>> {
  const client = new Redis({ port, lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const flat = (await client.call('SENTINEL', 'master', MASTER)) as string[] | Record<string, string>;
    if (!Array.isArray(flat)) return flat;
    return Object.fromEntries(flat.flatMap((name, i) => (i % 2 === 0 ? [[name, flat[i + 1] as string]] : [])));
  } catch {
    return {};
  } finally {
    client.disconnect();
  }
}
