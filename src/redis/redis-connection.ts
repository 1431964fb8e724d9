import { Logger } from '@nestjs/common';
import { Cluster, Redis } from 'ioredis';
import type { RedisTarget } from '../config/redis-url.js';
import { Breakers } from './breakers.js';
import { clusterOptions, COMMAND_TIMEOUT_MS, redisOptions, subscriberOptions } from './client-options.js';
import { Deadlines } from './deadlines.js';
import { gatherWrites } from './gathered-writes.js';
import { hashTag } from './hash-slot.js';
import { keys } from './keys.js';
import type { RedisClient } from './redis-client.js';
import type { RedisScript } from './redis-script.js';

/** `ready`: every call reaches Redis. `partial`: some shards of the Cluster are away. `unavailable`: none answers. */
export type RedisStatus = 'ready' | 'partial' | 'unavailable' | 'connecting';

/** A client that ended is replaced after this pause, ms, so that a refused Redis is not hammered. */
const REBUILD_MS = 100;
/** One that has done nothing for so long is replaced whatever its status says, ms. */
const STUCK_MS = 5_000;
/** Life of the key by which a probe finds out whether Redis can be written to, ms. */
const PROBE_LIFE_MS = 1_000;

/**
 * The shared Redis: one client at a time, rebuilt when it ends for good, behind a breaker (in a Cluster one for each
 * shard). Read `client` at each use; never keep it.
 */
export class RedisConnection {
  private readonly logger = new Logger('Redis');
  private readonly breakers = new Breakers({
    probe: (key) => this.probe(key),
    onFailing: ({ message }) => this.logger.warn(`Redis does not do its work: ${message}`),
    onRecovered: () => {
      this.logger.log('Redis does its work again');
      this.recoveryListeners.forEach((listener) => listener());
    },
  });
  private readonly deadlines = new Deadlines(COMMAND_TIMEOUT_MS);
  private readonly recoveryListeners = new Set<() => void>();
  private current: RedisClient;
  private closed = false;
  private readonly extra = new Set<RedisClient>();
  /** When the client was built or last did its work; monotonic, ms. */
  private aliveAt = performance.now();

  constructor(private readonly target: RedisTarget) {
    this.current = this.build();
  }

  get client(): RedisClient {
    return this.current;
  }

  get status(): RedisStatus {
    const { open, size } = this.breakers;
    if (open > 0) return open < size ? 'partial' : 'unavailable';
    return this.current.status === 'ready' ? 'ready' : 'connecting';
  }

  /** Breakers that are open: 0 while all is well. */
  get openBreakers(): number {
    return this.breakers.open;
  }

  /** Calls `listener` each time Redis is whole again after it was not. */
  onRecovered(listener: () => void): void {
    this.recoveryListeners.add(listener);
  }

  /** Waits for the first connection at most `timeout` ms; a Redis that is away does not stop the start. */
  async connect(timeout: number): Promise<boolean> {
    this.current.connect().catch(() => undefined);
    const deadline = performance.now() + timeout;
    while (this.current.status !== 'ready' && performance.now() < deadline) await pause(5);
    return this.current.status === 'ready';
  }

  /**
   * Runs a script by its hash (loading it when Redis does not know it: after a restart, a failover, SCRIPT FLUSH),
   * through the breaker and under a deadline.
   * @throws RedisUnavailable when the backend failed; ioredis' ReplyError for a mistake in the script.
   */
  run(script: RedisScript, keys: readonly string[], args: readonly (string | number | Buffer)[]): Promise<unknown> {
    return this.guarded(keys[0], () => this.evaluate('call', script, keys, args));
  }

  /** `run` for a script that answers in bytes: every string of its answer comes as a Buffer. */
  runForBytes(script: RedisScript, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.guarded(keys[0], () => this.evaluate('callBuffer', script, keys, args));
  }

  /**
   * Any other command, through the breaker and the deadline.
   * @param key one that it touches, by which a Cluster's shard is told; none for a command that any node takes.
   */
  call<T>(command: (client: RedisClient) => Promise<T>, key?: string): Promise<T> {
    return this.guarded(key, () => {
      gatherWrites(this.current);
      return command(this.current);
    });
  }

  /**
   * A further client on the same Redis, for blocking reads and large batches, which a request must never wait behind.
   * No breaker and no deadline bounds its commands, and it reconnects for ever; closed with the connection.
   */
  dedicated(): RedisClient {
    const client = this.make(true);
    client.on('error', () => undefined);
    client.connect().catch(() => undefined);
    return this.keep(client);
  }

  /**
   * A client for `Subscription`, not connected yet: a single connection that ends for good when it is lost. In a Cluster
   * it leads to any one node, for a message published on one reaches all.
   */
  subscriber(): Redis {
    return this.keep(new Redis(subscriberOptions(this.target, this.current)));
  }

  close(): void {
    this.closed = true;
    this.breakers.close();
    this.current.disconnect();
    for (const client of this.extra) client.disconnect();
  }

  private guarded<T>(key: string | undefined, work: () => Promise<T>): Promise<T> {
    return this.breakers.of(this.current, key).call(() => this.deadlines.watch(work()));
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

  /** A write: a replica, a full memory and a full disk answer reads as if nothing were wrong. */
  private async probe(key: string | null): Promise<void> {
    const now = performance.now();
    if (this.breakers.open === this.breakers.size && now - this.aliveAt > STUCK_MS) this.rebuild();
    const written = this.current.set(keys.probe(hashTag(key ?? '')), '', 'PX', PROBE_LIFE_MS);
    await this.deadlines.watch(written);
    this.aliveAt = now;
  }

  private build(): RedisClient {
    const client = this.make(false);
    // Errors are seen by each command; without a listener ioredis would print every refused reconnect.
    client.on('error', () => undefined);
    client.once('end', () => {
      setTimeout(() => {
        if (client === this.current) this.rebuild();
      }, REBUILD_MS).unref();
    });
    if (client instanceof Cluster) client.on('refresh', () => this.breakers.prune(client));
    return client;
  }

  private rebuild(): void {
    if (this.closed) return;
    const old = this.current;
    this.current = this.build();
    this.aliveAt = performance.now();
    this.current.connect().catch(() => undefined);
    // Also one that has ended: a Cluster's timers go on otherwise.
    old.disconnect();
  }

  private keep<C extends RedisClient>(client: C): C {
    this.extra.add(client);
    client.once('end', () => this.extra.delete(client));
    return client;
  }

  private make(patient: boolean): RedisClient {
    if (this.target.kind === 'cluster') {
      return new Cluster(this.target.nodes, clusterOptions(this.target, patient));
    }
    return new Redis(redisOptions(this.target, patient));
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
