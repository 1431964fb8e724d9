import { Injectable } from '@nestjs/common';
import type { Principal, SessionCredential } from '../access/caller.js';
import { Database } from '../database/database.js';
import type { UserRow } from '../database/tables/users.js';
import { isUnavailable } from '../database/unavailable.js';
import { Problem } from '../problem/problem.js';
import { keys, userTag } from '../redis/keys.js';
import { RedisConnection } from '../redis/redis-connection.js';
import { decodeAccount } from '../users/account-mirror.js';
import { accountOfRow } from '../users/account-of-row.js';
import { accountEntry, Mirrors } from '../users/mirrors.js';
import { BoundedReads } from './bounded-reads.js';
import { tokenRevoked } from '../access/challenges.js';
import { decodeSession } from './session-mirror.js';
import { isLive, sessionEntry, type SessionLife, sessionState } from './sessions/session-state.js';

/**
 * Is this session alive, and what may its account do? PostgreSQL holds the truth, Redis mirrors it (auth design, §0):
 * one MGET while the mirrors are warm, PostgreSQL and a refill when one is missing, PostgreSQL alone while Redis is away
 * or known to be behind, and 503 when neither can be asked. Never "allow" by default, and never 401 for a store's fault:
 * that would make clients drop good credentials.
 */
@Injectable()
export class Authority {
  private readonly reads = new BoundedReads();

  constructor(
    private readonly redis: RedisConnection,
    private readonly database: Database,
    private readonly mirrors: Mirrors,
  ) {}

  /**
   * The live account behind a credential.
   * @throws Problem `token_revoked`, or `unavailable` when no store answers.
   */
  async live(credential: SessionCredential): Promise<Principal> {
    return (await this.fromMirrors(credential)) ?? this.refill(credential);
  }

  /**
   * True while this instance knows Redis to be behind PostgreSQL for the user: what Redis says of the session must not
   * be believed; `refill` tells the truth.
   */
  stale(userId: string): boolean {
    return this.mirrors.stale(userId);
  }

  /**
   * Reads PostgreSQL and writes the mirrors (the account and the session are in Redis when this returns, if Redis can
   * be reached).
   * @throws Problem as `live`.
   */
  async refill(credential: SessionCredential): Promise<Principal> {
    const readAt = performance.now();
    const found = await this.read(credential);
    if (!found) throw tokenRevoked();
    const { user, session } = found;
    await this.mirrors.refill([accountEntry(user), sessionEntry(session)], readAt);
    const account = accountOfRow(user);
    if (account.status !== 'active' || !isLive(sessionState(session), account.sessionsNotBefore, Date.now())) {
      throw tokenRevoked();
    }
    return principal(credential, account);
  }

  /**
   * The principal by the texts of both mirrors; null when one is absent or unreadable, and PostgreSQL must be asked.
   * @throws Problem `token_revoked` when they say that the session is over or the account disabled.
   */
  decode(credential: SessionCredential, accountText: string | null, sessionText: string | null): Principal | null {
    if (accountText === null || sessionText === null) return null;
    const account = decodeAccount(credential.userId, accountText);
    const session = decodeSession(sessionText);
    if (account === null || session === null) return null;
    if (account.status !== 'active' || !isLive(session, account.sessionsNotBefore, Date.now())) throw tokenRevoked();
    return principal(credential, account);
  }

  private async fromMirrors(credential: SessionCredential): Promise<Principal | null> {
    if (this.mirrors.stale(credential.userId)) return null;
    const tag = userTag(credential.userId);
    const texts = await this.redis
      .call((client) => client.mget(keys.account(tag), keys.session(tag, credential.sessionId)))
      .catch(() => null);
    return texts === null ? null : this.decode(credential, texts[0] ?? null, texts[1] ?? null);
  }

  private async read(credential: SessionCredential): Promise<{ user: UserRow; session: SessionLife } | null> {
    try {
      return await this.reads.run(async () => {
        // Two statements in one snapshot each would let a change slip between them: one join sees one state.
        const row = await this.database.kysely
          .selectFrom('users')
          .innerJoin('sessions', 'sessions.user_id', 'users.id')
          .selectAll('users')
          .select((column) => [
            column.ref('sessions.version').as('session_version'),
            column.ref('sessions.created_at').as('session_created_at'),
            'sessions.ended_at',
            'sessions.idle_expires_at',
            'sessions.absolute_expires_at',
          ])
          .where('users.id', '=', credential.userId)
          .where('sessions.id', '=', credential.sessionId)
          .executeTakeFirst();
        if (!row) return null;
        const { session_version, session_created_at, ended_at, idle_expires_at, absolute_expires_at, ...user } = row;
        const session: SessionLife = {
          id: credential.sessionId,
          user_id: user.id,
          version: session_version,
          created_at: session_created_at,
          ended_at,
          idle_expires_at,
          absolute_expires_at,
        };
        return { user, session };
      });
    } catch (error) {
      if (error instanceof Problem || !isUnavailable(error)) throw error;
      throw unavailable(error);
    }
  }
}

function unavailable(cause: unknown): Problem {
  return new Problem('unavailable', { headers: { 'retry-after': '2' }, cause });
}

function principal(credential: SessionCredential, account: Principal['account']): Principal {
  return { account, sessionId: credential.sessionId, email: credential.email, authTime: credential.authTime };
}
