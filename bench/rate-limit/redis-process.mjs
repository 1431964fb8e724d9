import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** A Redis of the benchmark's own on a unix socket, without persistence; ended by `stop`. */
export async function startRedis() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-redis-'));
  const socket = join(folder, 'redis.sock');
  const child = spawn('redis-server', ['--port', '0', '--unixsocket', socket, '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  const connect = () => {
    const client = new Redis({ path: socket, retryStrategy: () => 20 });
    client.on('error', () => undefined);
    return client;
  };
  const client = connect();
  await client.ping();
  return {
    client,
    connect,
    async stop() {
      client.disconnect();
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs `work` and returns the server CPU of the commands in it, µs: scripts by their own line, else the sum. */
export async function serverCpu(client, work) {
  await client.config('RESETSTAT');
  await work();
  const info = await client.info('commandstats');
  const usec = new Map(
    [...info.matchAll(/^cmdstat_(\S+):calls=\d+,usec=(\d+)/gm)].map(([, name, time]) => [name, Number(time)]),
  );
  for (const own of ['config|resetstat', 'info']) usec.delete(own);
  // Commands inside a script are counted twice: by themselves, and in the script's own time.
  const scripts = (usec.get('evalsha') ?? 0) + (usec.get('eval') ?? 0);
  return scripts > 0 ? scripts : [...usec.values()].reduce((sum, time) => sum + time, 0);
}
