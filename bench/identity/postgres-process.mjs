import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

/** A PostgreSQL of the benchmark's own, made for loading much at once (no fsync); ended and removed by `stop`. */
export async function startPostgres() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-postgres-'));
  const as = unprivileged();
  if (as.uid !== undefined) chownSync(folder, as.uid, as.gid);
  chmodSync(folder, 0o700);
  const data = join(folder, 'data');
  const options = { ...as, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C' } };
  const bin = programs();
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...options,
    stdio: 'ignore',
  });
  const port = await freePort();
  const settings = ['max_wal_size=8GB', 'shared_buffers=1GB', 'maintenance_work_mem=512MB', 'max_connections=50'];
  const urlOf = (database) => `postgres://bench@127.0.0.1:${port}/${database}`;
  let child;
  let exited;
  const start = async () => {
    child = spawn(
      join(bin, 'postgres'),
      ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F', ...settings.flatMap((s) => ['-c', s])],
      { ...options, stdio: 'ignore' },
    );
    exited = new Promise((resolve) => child.once('exit', resolve));
    await answers(urlOf('postgres'), exited);
  };
  await start();
  return {
    async database(name) {
      await query(urlOf('postgres'), `create database ${name}`);
      return urlOf(name);
    },
    /** kill -9, and a start on the same data: again while processes of the old server are still ending. */
    async killAndRestart() {
      child.kill('SIGKILL');
      await exited;
      for (let tries = 1; ; tries += 1) {
        try {
          return await start();
        } catch (error) {
          if (tries === 50) throw error;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    },
    async stop() {
      child.kill('SIGINT');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function query(url, sql, parameters = []) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, parameters)).rows;
  } finally {
    await client.end();
  }
}

async function answers(url, exited) {
  const ended = exited.then(() => 'ended');
  for (let tries = 0; tries < 200; tries += 1) {
    const well = await Promise.race([query(url, 'select 1').catch(() => null), ended]);
    if (well === 'ended') break;
    if (well !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('PostgreSQL does not start');
}

/** Debian keeps the server's programs off the PATH. */
function programs() {
  const versions = readdirSync('/usr/lib/postgresql').sort((a, b) => Number(b) - Number(a));
  return `/usr/lib/postgresql/${versions[0]}/bin`;
}

/** PostgreSQL refuses root. */
function unprivileged() {
  if (process.getuid() !== 0) return {};
  return { uid: idOfNobody('-u'), gid: idOfNobody('-g') };
}

function idOfNobody(flag) {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
