import { type Cluster, Redis } from 'ioredis';

/**
 * Sends what is written to Redis in this turn of the event loop in one system call at the turn's end, instead of one for
 * each command: at load many requests are read in one turn, and their answers from Redis then come together as well.
 * Nothing waits for company: the turn ends when no more input is at hand. Call it before writing. (ioredis' own
 * `enableAutoPipelining` does the same by way of a pipeline object, which costs what the system call does.)
 */
export function gatherWrites(client: Redis | Cluster): void {
  // A Cluster has a connection per node, chosen by ioredis; its commands go out one by one.
  if (!(client instanceof Redis) || client.status !== 'ready') return;
  const { stream } = client;
  if (stream.writableCorked > 0) return;
  stream.cork();
  setImmediate(() => stream.uncork());
}
