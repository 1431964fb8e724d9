import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { DataFolder } from '../config/data-folder.js';
import { StartError } from '../config/start-error.js';
import { findProgram } from './find-program.js';
import { endLeftBehind } from './left-behind.js';
import { socketPath } from './socket-path.js';

/** Longest wait for the first answer, ms; a long append-only file takes a second per some 100 MB to load. */
const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 3_000;
/** Pause before a server that died is started again, ms: doubled each time it dies young. */
const RESPAWN_MS = 100;
const MAX_RESPAWN_MS = 5_000;
/** One that ran this long, ms, did start well. */
const GROWN_UP_MS = 10_000;

/**
 * A private Redis for a single machine: a `redis-server` or `valkey-server` child on a UNIX socket in a 0700 folder, no
 * port, append-only file on. A child that dies is started again; one left behind by a killed parent is ended first.
 */
export class EmbeddedRedis {
  private readonly logger = new Logger('EmbeddedRedis');
  private readonly pidFile: string;
  private child: ChildProcess | undefined;
  private stopping = false;
  private pauseMs = RESPAWN_MS;

  private constructor(
    private readonly command: readonly [string, ...string[]],
    private readonly folder: DataFolder,
    private readonly home: string,
    readonly socket: string,
  ) {
    this.pidFile = join(home, 'redis.pid');
  }

  /**
   * @param searchPath the PATH to look for a server program on.
   * @throws StartError naming what to do when there is no program or it does not start.
   */
  static async start(folder: DataFolder, searchPath: string): Promise<EmbeddedRedis> {
    const program = findProgram(['redis-server', 'valkey-server'], searchPath);
    if (program === null) {
      throw new StartError(
        'No Redis: set REDIS_URL, install redis-server or valkey-server, or run everything with "docker compose up".',
      );
    }
    const home = join(folder.path, 'redis');
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const redis = new EmbeddedRedis(dyingWithParent(program, searchPath), folder, home, socketPath(home));
    folder.retain();
    await endLeftBehind(redis.pidFile, redis.socket);
    process.once('exit', redis.onExit);
    redis.spawn();
    await redis.untilReady();
    return redis;
  }

  /** Stops the server, keeping its data. Returns when it has ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    process.off('exit', this.onExit);
    await this.ended();
    this.folder.release();
  }

  /** A start that fails later on stops nothing: the child must not stay behind. */
  private readonly onExit = (): void => {
    this.child?.kill('SIGTERM');
  };

  private spawn(): void {
    const settings = {
      port: '0',
      unixsocket: this.socket,
      unixsocketperm: '700',
      pidfile: this.pidFile,
      dir: this.home,
      appendonly: 'yes',
      save: '',
      maxmemory: '512mb',
      'maxmemory-policy': 'noeviction',
      loglevel: 'warning',
      logfile: join(this.home, 'redis.log'),
    };
    const [program, ...before] = this.command;
    const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    // In a process group of its own: Ctrl-C in a terminal goes to the whole group, and Redis is needed to the last.
    const child = spawn(program, [...before, ...flags], { stdio: 'ignore', env: {}, detached: true });
    const born = performance.now();
    this.child = child;
    child.once('error', () => undefined);
    child.once('exit', (code, signal) => {
      if (this.stopping) return;
      this.pauseMs = performance.now() - born > GROWN_UP_MS ? RESPAWN_MS : Math.min(this.pauseMs * 2, MAX_RESPAWN_MS);
      this.logger.warn(`Redis ended (${signal ?? code}); starting it again in ${this.pauseMs} ms`);
      setTimeout(() => {
        if (!this.stopping) this.spawn();
      }, this.pauseMs).unref();
    });
  }

  private async untilReady(): Promise<void> {
    const deadline = Date.now() + READY_TIMEOUT_MS;
    while (Date.now() < deadline && this.child?.exitCode === null && this.child.signalCode === null) {
      if (await this.answers()) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.stopping = true;
    this.child?.kill('SIGKILL');
    throw new StartError(`The embedded Redis did not start: see ${join(this.home, 'redis.log')}.`);
  }

  private async answers(): Promise<boolean> {
    const client = new Redis({
      path: this.socket,
      lazyConnect: true,
      retryStrategy: () => null,
      connectTimeout: 500,
      commandTimeout: 500,
      enableReadyCheck: false,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      // While it loads its file it refuses PING too (LOADING): not ready yet.
      return (await client.ping()) === 'PONG';
    } catch {
      return false;
    } finally {
      client.disconnect();
    }
  }

  private ended(): Promise<void> {
    const { child } = this;
    if (!child || child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
      return Promise.resolve();
    return new Promise((resolve) => {
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      child.once('exit', () => {
        clearTimeout(force);
        resolve();
      });
      // Redis writes out what it has and ends.
      child.kill('SIGTERM');
    });
  }
}

/** Where util-linux' setpriv is, the kernel ends the server with its parent, even one that is killed with -9. */
function dyingWithParent(program: string, searchPath: string): readonly [string, ...string[]] {
  const setpriv = findProgram(['setpriv'], searchPath);
  const flags = ['--pdeathsig', 'TERM'];
  if (setpriv === null || spawnSync(setpriv, [...flags, program, '--version'], { stdio: 'ignore' }).status !== 0) {
    return [program];
  }
  return [setpriv, ...flags, program];
}
