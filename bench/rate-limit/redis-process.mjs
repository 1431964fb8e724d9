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

/**
 * Server CPU of one call, µs, over many slices of `work`: the lower quartile of the slices. Redis measures by the wall
 * clock, so a slice in which the machine was given to someone else says nothing about the call.
 * @param work runs one slice and returns how many calls it made.
 */
export async function serverCpu(client, slices, work) {
  const perCall = [];
  for (let slice = 0; slice < slices; slice += 1) {
    await client.config('RESETSTAT');
    const calls = await work(slice);
    perCall.push(usedBy(await client.info('commandstats')) / calls);
  }
  return perCall.toSorted((a, b) => a - b)[Math.floor(perCall.length / 4)];
}

function usedBy(info) {
  const usec = new Map(
    [...info.matchAll(/^cmdstat_(\S+):calls=\d+,usec=(\d+)/gm)].map(([, name, time]) => [name, Number(time)]),
  );
  for (const own of ['config|resetstat', 'info']) usec.delete(own);
  // Commands inside a script are counted twice: by themselves, and in the script's own time.
  const scripts = (usec.get('evalsha') ?? 0) + (usec.get('eval') ?? 0);
  return scripts > 0 ? scripts : [...usec.values()].reduce((sum, time) => sum + time, 0);
}
