import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findBinary } from './binaries.js';
import { type Child, startChild } from './child.js';
import { freePort } from './free-port.js';
import { until } from './poll.js';

/** A real Redis of one test: it may be killed, stopped (SIGSTOP), filled and started again on the same address. */
export interface RedisServer {
  /** `redis://127.0.0.1:<port>`. */
  readonly url: string;
  readonly port: number;
  readonly socket: string;
  readonly pid: number;
  /** Where it keeps its files. */
  readonly folder: string;
  /** SIGTERM and wait; the folder is removed. */
  stop(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** After it ended: starts it again on the same address, with its data when it kept any. */
  restart(): Promise<void>;
  hasExited(): boolean;
  /** It can write no more to its files, or can again. */
  diskFull(full: boolean): void;
  /** Waits until so many replicas hold what it holds. */
  replicated(replicas: number): Promise<void>;
  /** Asks one thing over a connection of its own. */
  ask<T>(question: (client: Redis) => Promise<T>): Promise<T>;
  /** A client of the test's own, to look at and to change what is inside; the caller disconnects it. */
  client(): Redis;
}

/** @param settings further lines of redis.conf, as `{ maxmemory: '2mb' }`. */
export async function startRedis(settings: Readonly<Record<string, string>> = {}): Promise<RedisServer> {
  const binary = findBinary(['redis-server', 'valkey-server']);
  const folder = mkdtempSync(join(tmpdir(), 'pitamah-redis-'));
  const port = await freePort();
  const socket = join(folder, 'redis.sock');
  const flags = Object.entries({
    bind: '127.0.0.1',
    port: String(port),
    unixsocket: socket,
    dir: folder,
    save: '',
    appendonly: 'no',
    'maxmemory-policy': 'noeviction',
    ...settings,
  }).flatMap(([name, value]) => [`--${name}`, value]);

  let child: Child;
  const start = async () => {
    // A disk that is full must be told to Redis as an error, not end it: see `diskFull`.
    child = startChild('/bin/sh', ['-c', 'trap "" XFSZ; exec "$0" "$@"', binary, ...flags], { cwd: folder });
    await until('Redis answers', () => answers(socket, child));
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    socket,
    folder,
    get pid() {
      return child.pid;
    },
    kill: (signal) => child.kill(signal),
    async restart() {
      await child.exited;
      await start();
    },
    async stop() {
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      await child.exited;
      rmSync(folder, { recursive: true, force: true });
    },
    hasExited: () => child.hasExited(),
    // No file may grow beyond one byte: each write is refused as on a full disk. The hard limit stays.
    diskFull: (full) =>
      void execFileSync('prlimit', ['--pid', String(child.pid), `--fsize=${full ? '1' : 'unlimited'}:`]),
    async replicated(replicas) {
      await until('the replicas hold what the master holds', () =>
        askOnce(socket, async (client) => {
          await client.ping();
          return (await client.wait(replicas, 1_000)) >= replicas;
        }),
      );
    },
    ask: (question) => askOnce(socket, question),
    client: () => new Redis({ path: socket }),
  };
}

async function askOnce<T>(socket: string, question: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis({ path: socket, lazyConnect: true, retryStrategy: () => null, commandTimeout: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await question(client);
  } finally {
    client.disconnect();
  }
}

async function answers(socket: string, child: Child): Promise<boolean> {
  if (child.hasExited()) throw new Error(`Redis ended:\n${child.output()}`);
  return askOnce(socket, async (client) => (await client.ping()) === 'PONG').catch(() => false);
}
