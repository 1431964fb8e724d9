import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { canonicalRange } from '../../network/network-range.js';
import { PrefixTree } from '../../network/prefix-tree.js';
import { databaseNow } from '../../users/user-directory.js';
import { Generations } from '../generations.js';
import { Instances } from '../instances/instances.js';
import { LimitChannel } from '../instances/limit-channel.js';
import { FOREVER } from '../../access/account.js';

/** A network's entry as decisions need it. */
export interface ListedNetwork {
  id: string;
  list: 'block' | 'allow';
  network: string;
  /** Unix ms; FOREVER without an end. */
  until: number;
}

/** How a network stands at one moment. */
export interface NetworkStanding {
  /** Unix ms until which it is blocked; null when it is not, or when the allow list covers it. */
  blockedUntil: number | null;
  /** Entries that count at this moment, the widest first. */
  entries: readonly ListedNetwork[];
}

/** How often PostgreSQL is asked for the version of the lists: while the channel is heard, and while it is not, ms. */
const CHECK_MS = 5_000;
const DEAF_CHECK_MS = 500;
/** Networks whose entries are remembered, twice at most. */
const REMEMBERED = 10_000;

const NONE: NetworkStanding = Object.freeze({ blockedUntil: null, entries: [] });

/**
 * The networks of the block list and the allow list, in memory, because every decision asks: entries are found by a walk
 * down a prefix tree, and for callers who come again by one look. Whoever is on the allow list by any of its entries is
 * not blocked by any other; an entry stops counting at its end, by the database's clock, without anyone doing anything.
 *
 * The truth is PostgreSQL. A change is committed, then told on the limit channel, where each instance answers once it has
 * loaded the new lists; an instance that cannot hear asks for the version twice a second. See docs/adr/0010.
 */
@Injectable()
export class NetworkLists implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(NetworkLists.name);
  private tree = new PrefixTree<ListedNetwork>();
  private size = 0;
  private readonly remembered = new Generations<string, readonly ListedNetwork[]>(REMEMBERED);
  private version = 0;
  /** Unix ms by the database's clock when this process' monotonic clock stood at 0. */
  private epoch = performance.timeOrigin;
  private current: Promise<void> = Promise.resolve();
  private following: Promise<void> | undefined;
  private checkedAt = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly channel: LimitChannel,
    private readonly instances: Instances,
  ) {
    channel.listen({
      changed: (topic) => (topic === 'lists' ? this.refresh() : undefined),
      down: () => void this.check(),
      up: () => void this.check(),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    // Known to the others first: a change that comes after this look waits for this instance.
    await this.instances.join();
    await this.refresh();
    this.timer = setInterval(() => {
      const every = this.channel.healthy ? CHECK_MS : DEAF_CHECK_MS;
      if (performance.now() - this.checkedAt >= every) void this.check();
    }, DEAF_CHECK_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** How many networks are listed. */
  get count(): number {
    return this.size;
  }

  /** @param network canonical, as of a request. */
  standing(network: string): NetworkStanding {
    if (this.size === 0) return NONE;
    const listed = this.entriesOf(network);
    if (listed.length === 0) return NONE;
    const now = this.epoch + performance.now();
    const entries = listed.filter((entry) => entry.until > now);
    if (entries.length === 0) return NONE;
    const blocks = entries.some((entry) => entry.list === 'allow') ? [] : entries;
    return { blockedUntil: blocks.length === 0 ? null : Math.max(...blocks.map((entry) => entry.until)), entries };
  }

  /**
   * Loads what PostgreSQL holds now: when this returns, changes committed before the call count here.
   * @throws what the database throws; the lists then stay as they are.
   */
  refresh(): Promise<void> {
    this.following ??= this.current.then(() => {
      this.following = undefined;
      const loading = this.load();
      this.current = loading.catch(() => undefined);
      return loading;
    });
    return this.following;
  }

  private entriesOf(network: string): readonly ListedNetwork[] {
    let entries = this.remembered.get(network);
    if (entries === undefined) {
      const bits = canonicalRange(network);
      entries = bits === null ? [] : this.tree.matches(bits);
      this.remembered.set(network, entries);
    }
    return entries;
  }

  /** Never throws: while the database is away, what was last known stands. */
  private async check(): Promise<void> {
    this.checkedAt = performance.now();
    try {
      if ((await this.readVersion()) !== this.version) await this.refresh();
    } catch (error) {
      this.logger.warn(`the network lists could not be checked: ${(error as Error).message}`);
    }
  }

  private async load(): Promise<void> {
    // The version first: what is committed between the two reads is loaded once more, never missed.
    const version = await this.readVersion();
    const rows = await this.database.kysely
      .selectFrom('access_entries')
      .select(['id', 'list', 'network', 'expires_at'])
      .where('network', 'is not', null)
      .where((row) => row.or([row('expires_at', 'is', null), row('expires_at', '>', databaseNow)]))
      .execute();
    const tree = new PrefixTree<ListedNetwork>();
    for (const { id, list, network, expires_at } of rows) {
      const range = canonicalRange(network ?? 'unknown');
      if (range !== null) tree.add(range, { id, list, network: range.text, until: expires_at?.getTime() ?? FOREVER });
    }
    this.tree = tree;
    this.size = rows.length;
    this.remembered.clear();
    this.version = version;
  }

  private async readVersion(): Promise<number> {
    const row = await this.database.kysely
      .selectFrom('network_lists_version')
      .select(['version', databaseNow.as('now')])
      .executeTakeFirstOrThrow();
    this.epoch = row.now.getTime() - performance.now();
    return row.version;
  }
}
