import { keys } from '../../src/redis/keys.js';
import { type RedisCluster, startRedisCluster } from '../../test/support/redis-cluster.js';
import { type SentinelSet, startSentinelSet } from '../../test/support/redis-sentinel.js';
import { type RedisServer, startRedis } from '../../test/support/redis-server.js';

/** How long a fault lasts that does not end by itself, ms. */
const LASTS_MS = 1_000;

export interface Fault {
  name: string;
  /** Does it; resolves when Redis is back. */
  happen(): Promise<void>;
  /** Puts everything as it was. */
  tidy(): Promise<void>;
}

/** One Redis, or several that take each other's place, and what can happen to it. */
export interface Setting {
  url: string;
  faults: Fault[];
  stop(): Promise<void>;
}

const nothing = () => Promise.resolve();

export async function single(): Promise<Setting> {
  const redis = await startRedis();
  const lasting = (name: string, fail: () => unknown, mend: () => unknown): Fault => ({
    name,
    tidy: nothing,
    async happen() {
      await fail();
      await pause(LASTS_MS);
      await mend();
    },
  });
  return {
    url: redis.url,
    faults: [
      lasting(
        'killed, started again',
        () => redis.kill('SIGKILL'),
        () => redis.restart(),
      ),
      lasting(
        'hangs',
        () => redis.kill('SIGSTOP'),
        () => redis.kill('SIGCONT'),
      ),
      lasting(
        'read-only',
        () => redis.ask((c) => c.replicaof('127.0.0.1', 1)),
        () => redis.ask((c) => c.replicaof('NO', 'ONE')),
      ),
      lasting(
        'out of memory',
        () => redis.ask((c) => c.config('SET', 'maxmemory', 1)),
        () => redis.ask((c) => c.config('SET', 'maxmemory', 0)),
      ),
      lasting('scripts flushed', () => redis.ask((c) => c.script('FLUSH')), nothing),
    ],
    stop: () => redis.stop(),
  };
}

export async function sentinel(): Promise<Setting> {
  const set = await startSentinelSet();
  return {
    url: set.url,
    faults: (['SIGKILL', 'SIGSTOP'] as const).map((signal) => masterLost(set, signal)),
    stop: set.stop,
  };
}

function masterLost(set: SentinelSet, signal: 'SIGKILL' | 'SIGSTOP'): Fault {
  let master: RedisServer;
  return {
    name: `Sentinel: master ${signal === 'SIGKILL' ? 'killed' : 'hangs'}`,
    async happen() {
      master = await set.master();
      master.kill(signal);
      await set.failedOver(master);
    },
    async tidy() {
      await revive(master, signal);
      await set.inSync();
    },
  };
}

export async function cluster(): Promise<Setting> {
  const redis = await startRedisCluster();
  return {
    url: redis.url,
    faults: [
      nodeLost(redis, 'master', 'SIGKILL'),
      nodeLost(redis, 'master', 'SIGSTOP'),
      nodeLost(redis, 'replica', 'SIGKILL'),
    ],
    stop: redis.stop,
  };
}

function nodeLost(redis: RedisCluster, role: 'master' | 'replica', signal: 'SIGKILL' | 'SIGSTOP'): Fault {
  let node: RedisServer | undefined;
  return {
    name: `Cluster: a ${role} ${signal === 'SIGKILL' ? 'killed' : 'hangs'}`,
    async happen() {
      const serving = await redis.serving(keys.instances);
      node = serving[role];
      node?.kill(signal);
      if (role === 'master') await redis.failedOver(serving.master, keys.instances);
      else await pause(LASTS_MS);
    },
    async tidy() {
      if (node) await revive(node, signal);
      await redis.whole();
    },
  };
}

async function revive(server: RedisServer, signal: 'SIGKILL' | 'SIGSTOP'): Promise<void> {
  if (signal === 'SIGSTOP') server.kill('SIGCONT');
  else await server.restart();
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
