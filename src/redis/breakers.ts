import { Cluster } from 'ioredis';
import { Breaker } from './breaker.js';
import { hashSlot } from './hash-slot.js';
import type { RedisClient } from './redis-client.js';

/** Where a call leads when no master is known for it: a Redis that is no Cluster, or a command without a key. */
const ANY = 'any';

export interface BreakersOptions {
  /** Asks the shard in which `key` lies whether it can do its work; null: any. */
  probe: (key: string | null) => Promise<unknown>;
  /** The first shard has stopped to work, for this reason. */
  onFailing: (reason: Error) => void;
  /** All shards work again after some did not. */
  onRecovered: () => void;
}

/**
 * One breaker for a Redis, and in a Cluster one for each master, so that a shard that is away does not close the others
 * to callers. A breaker belongs to the address that serves the key's slot by the client's own slot table: when a replica
 * takes over, the table names another address, and that one starts with a breaker of its own, which is closed.
 */
export class Breakers {
  private readonly byMaster = new Map<string, Shard>();
  private count = 0;

  constructor(private readonly options: BreakersOptions) {}

  /** Breakers that are open. */
  get open(): number {
    return this.count;
  }

  get size(): number {
    return this.byMaster.size;
  }

  /** The breaker that stands before `key`. */
  of(client: RedisClient, key: string | undefined): Breaker {
    const master = key !== undefined && client instanceof Cluster ? client.slots[hashSlot(key)]?.[0] : undefined;
    const address = master ?? ANY;
    const shard = this.byMaster.get(address) ?? this.add(address);
    if (master !== undefined) shard.key = key as string;
    return shard.breaker;
  }

  /** Forgets masters that are none any more, by the client's newest table. */
  prune(client: Cluster): void {
    const masters = new Set(client.nodes('master').map(({ options: { host, port } }) => `${host}:${port}`));
    for (const [address, { breaker }] of this.byMaster) {
      if (address === ANY || masters.has(address)) continue;
      this.byMaster.delete(address);
      breaker.retire();
      if (breaker.open) this.changed(false);
    }
  }

  close(): void {
    for (const { breaker } of this.byMaster.values()) breaker.retire();
  }

  private add(address: string): Shard {
    const shard: Shard = {
      key: null,
      breaker: new Breaker({
        probe: () => this.options.probe(shard.key),
        onChange: (open, reason) => this.changed(open, reason),
      }),
    };
    this.byMaster.set(address, shard);
    return shard;
  }

  private changed(open: boolean, reason?: Error): void {
    this.count += open ? 1 : -1;
    if (open && this.count === 1 && reason) this.options.onFailing(reason);
    if (this.count === 0) this.options.onRecovered();
  }
}

interface Shard {
  breaker: Breaker;
  /** Some key that lies in it, asked for last. */
  key: string | null;
}
