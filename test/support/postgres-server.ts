import { execFile } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { findBinary, postgresFolders } from './binaries.js';
import { type Child, startChild } from './child.js';
import { childrenOf } from './descendants.js';
import { freePort } from './free-port.js';
import { until } from './poll.js';

const run = promisify(execFile);

/** A real PostgreSQL of one test file: it may be killed, stopped (SIGSTOP) and started again on the same address. */
export interface PostgresServer {
  /** `postgres://pitamah@127.0.0.1:<port>/postgres`. */
  readonly url: string;
  readonly pid: number;
  /** Signals the postmaster, and with SIGSTOP and SIGCONT its backends too: each has a session of its own. */
  kill(signal: NodeJS.Signals): void;
  /** After it ended: starts it again on the same address with its data. */
  restart(): Promise<void>;
  /** Fast shutdown; the folder is removed. */
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<PostgresServer> {
  const folders = postgresFolders();
  const initdb = findBinary(['initdb'], folders);
  const postgres = findBinary(['postgres'], folders);
  const folder = mkdtempSync(join(tmpdir(), 'pitamah-postgres-'));
  const user = await unprivileged();
  if (user) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
  const data = join(folder, 'data');
  const as = { cwd: folder, env: { PATH: process.env['PATH'], LC_ALL: 'C' }, ...user };
  await run(initdb, ['-D', data, '-U', 'pitamah', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions'], as);

  const port = await freePort();
  const url = `postgres://pitamah@127.0.0.1:${port}/postgres`;
  const flags = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F', '-c', 'max_connections=200'];
  let child: Child;
  const start = async () => {
    child = startChild(postgres, flags, as);
    await until('PostgreSQL answers', () => answers(url, child), 20_000);
  };
  await start();
  return {
    url,
    get pid() {
      return child.pid;
    },
    kill: (signal) => signalAll(child, signal),
    async restart() {
      await child.exited;
      await start();
    },
    async stop() {
      signalAll(child, 'SIGCONT');
      child.kill('SIGINT');
      await child.exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** initdb and postgres refuse root: as root they run as `postgres`, or as `nobody` where there is no such user. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all(
        ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, name])).stdout)),
      );
      if (uid && gid) return { uid, gid };
    } catch {
      // No such user.
    }
  }
  throw new Error('PostgreSQL refuses to run as root, and there is neither a user "postgres" nor "nobody"');
}

function signalAll(child: Child, signal: NodeJS.Signals): void {
  child.kill(signal);
  if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') return;
  for (const pid of childrenOf(child.pid, 'postgres')) {
    try {
      process.kill(pid, signal);
    } catch {
      // A backend that ended since it was listed.
    }
  }
}

async function answers(url: string, child: Child): Promise<boolean> {
  if (child.hasExited()) throw new Error(`PostgreSQL ended:\n${child.output()}`);
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 1_000, query_timeout: 1_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch {
    // A client that never connected has nothing to end: `end` would wait for ever.
    return false;
  }
  try {
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    void client.end().catch(() => undefined);
  }
}
