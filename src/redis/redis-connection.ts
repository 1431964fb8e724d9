import { Cluster, Redis } from 'ioredis';
import type { RedisTarget } from '../config/redis-url.js';
import { Breaker } from './breaker.js';
import { clusterOptions, COMMAND_TIMEOUT_MS, redisOptions, subscriberOptions } from './client-options.js';
import { Deadlines } from './deadlines.js';
import { gatherWrites } from './gathered-writes.js';
import type { RedisScript } from './redis-script.js';

export type RedisClient = Redis | Cluster;

/** A client that ended is replaced after this pause, ms, so that a refused Redis is not hammered. */
const REBUILD_MS = 100;

/**
 * The shared Redis: one client at a time, rebuilt when it ends for good, behind one breaker. Read `client` at each use;
 * never keep it.
 */
export class RedisConnection {
  readonly breaker = new Breaker({ probe: () => this.deadlines.watch(this.current.ping()) });
  private readonly deadlines = new Deadlines(COMMAND_TIMEOUT_MS);
  private current: RedisClient;
  private closed = false;
  private readonly extra = new Set<RedisClient>();

  constructor(private readonly target: RedisTarget) {
    this.current = this.build();
  }

  get client(): RedisClient {
    return this.current;
  }

  /** `ready` when commands are answered. */
  get status(): string {
    return this.breaker.open ? 'unavailable' : this.current.status;
  }

  /** Waits for the first connection at most `timeout` ms; a Redis that is away does not stop the start. */
  async connect(timeout: number): Promise<boolean> {
    this.current.connect().catch(() => undefined);
    const deadline = Date.now() + timeout;
    while (this.current.status !== 'ready' && Date.now() < deadline) await pause(5);
    return this.current.status === 'ready';
  }

  /**
   * Runs a script by its hash (loading it when Redis does not know it: after a restart, a failover, SCRIPT FLUSH),
   * through the breaker and under a deadline.
   * @throws RedisUnavailable when the backend failed; ioredis' ReplyError for a mistake in the script.
   */
  run(script: RedisScript, keys: readonly string[], args: readonly (string | number | Buffer)[]): Promise<unknown> {
    return this.breaker.call(() => this.deadlines.watch(this.evaluate('call', script, keys, args)));
  }

  /** `run` for a script that answers in bytes: every string of its answer comes as a Buffer. */
  runForBytes(script: RedisScript, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.breaker.call(() => this.deadlines.watch(this.evaluate('callBuffer', script, keys, args)));
  }

  /** Any other command, through the breaker and the deadline. */
  call<T>(command: (client: RedisClient) => Promise<T>): Promise<T> {
    return this.breaker.call(() => {
      gatherWrites(this.current);
      return this.deadlines.watch(command(this.current));
    });
  }

  /**
   * A further client on the same Redis, for blocking reads and subscriptions, which a request must never wait behind.
   * Nothing bounds its commands, and it reconnects for ever; closed with the connection.
   */
  dedicated(): RedisClient {
    const client = this.make();
    client.on('error', () => undefined);
    client.connect().catch(() => undefined);
    this.extra.add(client);
    client.once('end', () => this.extra.delete(client));
    return client;
  }

  /**
   * A client for `Subscription`, not connected yet: a single connection that ends for good when it is lost. In a Cluster
   * it leads to any one node, for a message published on one reaches all.
   */
  subscriber(): Redis {
    const client = new Redis(subscriberOptions(this.target, this.current));
    this.extra.add(client);
    client.once('end', () => this.extra.delete(client));
    return client;
  }

  close(): void {
    this.closed = true;
    this.current.disconnect();
    for (const client of this.extra) client.disconnect();
  }

  private evaluate(
    how: 'call' | 'callBuffer',
    script: RedisScript,
    keys: readonly string[],
    args: readonly (string | number | Buffer)[],
  ): Promise<unknown> {
    if (keys.length < script.fewestKeys || keys.length > script.keyCount) {
      throw new TypeError(`${script.name} does not take ${keys.length} keys`);
    }
    const client = this.current;
    gatherWrites(client);
    return client[how]('evalsha', script.sha, keys.length, ...keys, ...args).catch((error: unknown) => {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return client[how]('eval', script.source, keys.length, ...keys, ...args);
    });
  }

  private build(): RedisClient {
    const client = this.make();
    // Errors are seen by each command; without a listener ioredis would print every refused reconnect.
    client.on('error', () => undefined);
    client.once('end', () => {
      if (this.closed) return;
      setTimeout(() => {
        if (this.closed) return;
        this.current = this.build();
        this.current.connect().catch(() => undefined);
      }, REBUILD_MS).unref();
    });
    return client;
  }

  private make(): RedisClient {
    if (this.target.kind === 'cluster') {
      return new Cluster(this.target.nodes, clusterOptions(this.target));
    }
    return new Redis(redisOptions(this.target));
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
