import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import type { DataFolder } from '../config/data-folder.js';
import { StartError } from '../config/start-error.js';

/** A UNIX socket's path is limited to 108 bytes by the kernel. */
const SOCKET_PATH_LIMIT = 100;
const READY_TIMEOUT_MS = 5_000;
const RESPAWN_MS = 200;

/**
 * A private Redis for a single machine: a `redis-server` or `valkey-server` child on a UNIX socket in a 0700 folder, no
 * port, append-only file on. A child that dies is started again; one left behind by a killed parent is found and used.
 */
export class EmbeddedRedis {
  private child: ChildProcess | undefined;
  private stopping = false;

  private constructor(
    private readonly binary: string,
    private readonly folder: DataFolder,
    private readonly home: string,
    readonly socket: string,
  ) {}

  /**
   * @param searchPath the PATH to look for a server binary on.
   * @throws StartError naming what to do when there is no binary or it does not start.
   */
  static async start(folder: DataFolder, searchPath: string): Promise<EmbeddedRedis> {
    const binary = findBinary(searchPath);
    if (binary === null) {
      throw new StartError(
        'No Redis: set REDIS_URL, install redis-server or valkey-server, or run everything with "docker compose up".',
      );
    }
    const home = join(folder.path, 'redis');
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const redis = new EmbeddedRedis(binary, folder, home, socketPath(home));
    folder.retain();
    if (!(await redis.answers())) {
      redis.spawn();
      await redis.untilReady();
    }
    return redis;
  }

  /** Stops the server, keeping its data. Returns when it no longer answers. */
  async stop(): Promise<void> {
    this.stopping = true;
    const client = this.client();
    try {
      await client.connect();
      // An orphan that was adopted is no child of ours: ask it, do not signal it.
      await client.shutdown();
    } catch {
      // It closes the connection instead of answering.
    } finally {
      client.disconnect();
    }
    await this.exited();
    this.folder.release();
  }

  private spawn(): void {
    const settings = {
      port: '0',
      unixsocket: this.socket,
      unixsocketperm: '700',
      dir: this.home,
      appendonly: 'yes',
      'maxmemory-policy': 'noeviction',
      save: '',
      loglevel: 'warning',
      logfile: join(this.home, 'redis.log'),
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    const child = spawn(this.binary, flags, { stdio: 'ignore', env: {} });
    this.child = child;
    child.once('error', () => undefined);
    child.once('exit', () => {
      if (this.stopping) return;
      setTimeout(() => {
        if (!this.stopping) this.spawn();
      }, RESPAWN_MS).unref();
    });
  }

  private async untilReady(): Promise<void> {
    const deadline = Date.now() + READY_TIMEOUT_MS;
    while (Date.now() < deadline) {
      if (await this.answers()) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.stopping = true;
    this.child?.kill();
    throw new StartError(`The embedded Redis did not start: see ${join(this.home, 'redis.log')}.`);
  }

  private async answers(): Promise<boolean> {
    const client = this.client();
    try {
      await client.connect();
      return (await client.ping()) === 'PONG';
    } catch {
      return false;
    } finally {
      client.disconnect();
    }
  }

  private client(): Redis {
    const client = new Redis({ path: this.socket, lazyConnect: true, retryStrategy: () => null, connectTimeout: 500 });
    client.on('error', () => undefined);
    return client;
  }

  private exited(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      const force = setTimeout(() => child.kill('SIGKILL'), 3_000);
      child.once('exit', () => {
        clearTimeout(force);
        resolve();
      });
      child.kill('SIGTERM');
    });
  }
}

function findBinary(searchPath: string): string | null {
  for (const name of ['redis-server', 'valkey-server']) {
    for (const folder of searchPath.split(delimiter)) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not here.
      }
    }
  }
  return null;
}

function socketPath(home: string): string {
  const beside = join(home, 'redis.sock');
  if (Buffer.byteLength(beside) <= SOCKET_PATH_LIMIT) return beside;
  const folder = join(tmpdir(), `codepitamah-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, 'redis.sock');
}
