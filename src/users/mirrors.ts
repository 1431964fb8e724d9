import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { UserRow } from '../database/tables/users.js';
import { keys, type SubjectTag, userTag } from '../redis/keys.js';
import { RedisConnection } from '../redis/redis-connection.js';
import { loadScript } from '../redis/redis-script.js';
import { accountOfRow } from './account-of-row.js';
import { encodeAccount, MIRROR_TTL_MS } from './account-mirror.js';

/** One key of Redis and the text it must hold; the text starts with `version|`. */
export interface MirrorEntry {
  key: string;
  text: string;
}

/** A row read longer ago is not written to Redis any more: the tombstone that would stop it may have lapsed. */
const REFILL_WITHIN_MS = 10_000;
/** After this, whatever Redis held at the change has lapsed, refills of slow readers included. */
const PENDING_FOR_MS = MIRROR_TTL_MS + REFILL_WITHIN_MS + 5_000;
const RETRY_MS = 250;
/** More than the failures in a row that open a breaker. */
const PUBLISH_TRIES = 6;

const refillScript = loadScript(new URL('./refill-1.lua', import.meta.url));

interface PendingUser {
  entries: Map<string, string>;
  until: number;
}

/**
 * Writes what Redis mirrors of accounts and sessions.
 *
 * A change commits, then `publish`es, then answers, so the next request on any instance sees it. When Redis cannot be
 * reached the rewrite waits here and is tried again; until it is through, `stale` tells this instance to read PostgreSQL
 * for that user. What waits is bounded in time: an entry of Redis older than the change lapses by itself.
 */
@Injectable()
export class Mirrors implements OnApplicationShutdown {
  private readonly pending = new Map<string, PendingUser>();
  private timer: NodeJS.Timeout | undefined;
  private announce = (tag: SubjectTag): Promise<unknown> =>
    this.redis.call((client) => client.publish(keys.limitChannel, tag), keys.limitChannel).catch(() => undefined);

  constructor(private readonly redis: RedisConnection) {}

  /**
   * How to tell all instances, and to wait until they know, that what they remember of a subject is stale; without it
   * they are told and not waited for.
   */
  announceWith(announce: (tag: SubjectTag) => Promise<unknown>): void {
    this.announce = announce;
  }

  /** True while Redis may hold an older state of this user than PostgreSQL does. */
  stale(userId: string): boolean {
    return this.pending.size > 0 && this.pending.has(userId);
  }

  /** Called after COMMIT and before the answer. Never throws. */
  async publish(userId: string, entries: readonly MirrorEntry[]): Promise<void> {
    const written = await Promise.all(
      entries.map(async ({ key, text }) => {
        const through = await this.insist(key, text);
        if (!through) this.keep(userId, key, text);
        return through;
      }),
    );
    // A session that lives changes nothing of what was denied to it; a key that lives may have been given less time.
    if (entries.every(({ text }) => /^\d+\|live\|\d+\|\d+\|\d+$/.test(text))) return;
    const told = this.announce(userTag(userId));
    // Where Redis is away nobody can answer; who hears nothing remembers nothing.
    if (written.every(Boolean)) await told;
  }

  /** `publish` for a changed account row. */
  async publishAccount(row: UserRow): Promise<void> {
    await this.publish(row.id, [accountEntry(row)]);
  }

  /**
   * Brings rows that were only read into Redis, if it can be reached.
   * @param readAt `performance.now()` before the read.
   */
  async refill(entries: readonly MirrorEntry[], readAt: number): Promise<void> {
    if (performance.now() - readAt > REFILL_WITHIN_MS) return;
    await Promise.all(entries.map(({ key, text }) => this.write(key, text)));
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /**
   * A change is worth more patience than a request has: a Redis that is only slow is asked until it answers, or until
   * the breaker knows that it is away, which ends the tries at once.
   */
  private async insist(key: string, text: string): Promise<boolean> {
    for (let tries = 0; tries < PUBLISH_TRIES; tries += 1) {
      if (await this.write(key, text)) return true;
    }
    return false;
  }

  private async write(key: string, text: string): Promise<boolean> {
    try {
      await this.redis.run(refillScript, [key], [text, MIRROR_TTL_MS]);
      return true;
    } catch {
      return false;
    }
  }

  private keep(userId: string, key: string, text: string): void {
    const user = this.pending.get(userId) ?? { entries: new Map<string, string>(), until: 0 };
    const waiting = user.entries.get(key);
    if (waiting === undefined || versionOf(waiting) <= versionOf(text)) user.entries.set(key, text);
    user.until = performance.now() + PENDING_FOR_MS;
    this.pending.set(userId, user);
    this.timer ??= setInterval(() => void this.drain(), RETRY_MS).unref();
  }

  private async drain(): Promise<void> {
    for (const [userId, user] of this.pending) {
      if (performance.now() > user.until) this.pending.delete(userId);
      else if (!(await this.retry(user))) return;
      else if (user.entries.size === 0) {
        this.pending.delete(userId);
        void this.announce(userTag(userId));
      }
    }
    if (this.pending.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async retry(user: PendingUser): Promise<boolean> {
    for (const [key, text] of user.entries) {
      if (!(await this.write(key, text))) return false;
      // A newer text may have come to wait meanwhile.
      if (user.entries.get(key) === text) user.entries.delete(key);
    }
    return true;
  }
}

export function accountEntry(row: UserRow): MirrorEntry {
  return { key: keys.account(userTag(row.id)), text: encodeAccount(accountOfRow(row)) };
}

function versionOf(text: string): number {
  return Number(text.slice(0, text.indexOf('|')));
}
