import { Injectable } from '@nestjs/common';
import type { AccountCredential, Principal } from '../access/caller.js';
import { isUnavailable } from '../database/unavailable.js';
import { Problem } from '../problem/problem.js';
import { keys, userTag } from '../redis/keys.js';
import { RedisClock } from '../redis/redis-clock.js';
import { RedisConnection } from '../redis/redis-connection.js';
import type { UserRow } from '../database/tables/users.js';
import { decodeAccount } from '../users/account-mirror.js';
import { accountEntry, Mirrors } from '../users/mirrors.js';
import { KeyLiveness } from './api-keys/key-liveness.js';
import { BoundedReads } from './bounded-reads.js';
import type { LiveCredential, Liveness } from './liveness.js';
import { SessionLiveness } from './sessions/session-liveness.js';

/**
 * Is this session or key alive, and what may its account do? PostgreSQL holds the truth, Redis mirrors it (auth design,
 * §0): one MGET while the mirrors are warm, PostgreSQL and a refill when one is missing, PostgreSQL alone while Redis is
 * away or known to be behind, and 503 when neither can be asked. Never "allow" by default, and never 401 for a store's
 * fault: that would make clients drop good credentials.
 */
@Injectable()
export class Authority {
  private readonly reads = new BoundedReads();

  constructor(
    private readonly redis: RedisConnection,
    private readonly mirrors: Mirrors,
    private readonly sessions: SessionLiveness,
    private readonly apiKeys: KeyLiveness,
    private readonly clock: RedisClock,
  ) {}

  /**
   * The live account behind a credential.
   * @throws Problem `token_revoked`, `api_key_invalid` or `api_key_expired`, or `unavailable` when no store answers.
   */
  async live(credential: AccountCredential): Promise<Principal> {
    return (await this.fromMirrors(credential))?.principal ?? this.refill(credential);
  }

  /**
   * True while this instance knows Redis to be behind PostgreSQL for the user: what Redis says of the credential must
   * not be believed; `refill` tells the truth.
   */
  stale(userId: string): boolean {
    return this.mirrors.stale(userId);
  }

  /** Redis key of the credential's mirror, beside that of its account. */
  mirrorKey(credential: AccountCredential): string {
    return this.liveness(credential).mirrorKey(credential);
  }

  /**
   * Reads PostgreSQL and writes the mirrors (the account and the credential are in Redis when this returns, if Redis can
   * be reached).
   * @throws Problem as `live`.
   */
  async refill(credential: AccountCredential): Promise<Principal> {
    const readAt = performance.now();
    const found = await this.read(credential);
    if (!found) throw this.liveness(credential).over();
    const { user, text } = found;
    const account = accountEntry(user);
    await this.mirrors.refill([account, { key: this.mirrorKey(credential), text }], readAt);
    const live = this.decode(credential, account.text, text);
    if (live === null) throw new Error('a mirror is read by the version that wrote it');
    return live.principal;
  }

  /**
   * What the texts of both mirrors say; null when one is absent or unreadable, and PostgreSQL must be asked.
   * @throws Problem (401) when they say that the credential is over or the account disabled.
   */
  decode(credential: AccountCredential, accountText: string | null, text: string | null): LiveCredential | null {
    if (accountText === null || text === null) return null;
    const account = decodeAccount(credential.userId, accountText);
    if (account === null) return null;
    const liveness = this.liveness(credential);
    if (account.status !== 'active') throw liveness.over();
    return liveness.judge(credential, account, text, this.clock.now());
  }

  private async fromMirrors(credential: AccountCredential): Promise<LiveCredential | null> {
    if (this.mirrors.stale(credential.userId)) return null;
    const account = keys.account(userTag(credential.userId));
    const texts = await this.redis
      .call((client) => client.mget(account, this.mirrorKey(credential)), account)
      .catch(() => null);
    return texts === null ? null : this.decode(credential, texts[0] ?? null, texts[1] ?? null);
  }

  private async read(credential: AccountCredential): Promise<{ user: UserRow; text: string } | null> {
    try {
      return await this.reads.runOnce(this.mirrorKey(credential), () => this.liveness(credential).read(credential));
    } catch (error) {
      if (error instanceof Problem || !isUnavailable(error)) throw error;
      throw unavailable(error);
    }
  }

  private liveness(credential: AccountCredential): Liveness<AccountCredential> {
    return credential.kind === 'key' ? this.apiKeys : this.sessions;
  }
}

function unavailable(cause: unknown): Problem {
  return new Problem('unavailable', { headers: { 'retry-after': '2' }, cause });
}
