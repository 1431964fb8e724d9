import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { until } from './poll.js';

/** One command that Redis executed. */
export interface Monitored {
  /** Lower-case name, then the arguments as Redis prints them. */
  command: readonly string[];
  /** Address of the client, or `lua` for what a script did. */
  source: string;
}

/**
 * Every command that the Redis at `url` executes from now on, in their order. Spoken by hand: ioredis' `monitor()` fails
 * when the first commands come in one packet with the answer to MONITOR, as they do on a busy Redis.
 */
export async function monitorRedis(url: string): Promise<{ seen: readonly Monitored[]; stop(): void }> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  const seen: Monitored[] = [];
  let watching = false;
  createInterface({ input: socket }).on('line', (line) => {
    const match = /^\+[\d.]+ \[\d+ (\S+)\] (.*)$/.exec(line);
    if (match === null) {
      watching ||= line === '+OK';
      return;
    }
    const [, source = '', text = ''] = match;
    const command = [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word]) => word as string);
    seen.push({ command: command.map((word, i) => (i === 0 ? word.toLowerCase() : word)), source });
  });
  socket.write('MONITOR\r\n');
  await until('Redis shows what it does', () => watching);
  return { seen, stop: () => socket.destroy() };
}
