import { Injectable } from '@nestjs/common';
import type { Account } from '../../access/account.js';
import type { SessionCredential } from '../../access/caller.js';
import { tokenRevoked } from '../../access/challenges.js';
import { Database } from '../../database/database.js';
import type { UserRow } from '../../database/tables/users.js';
import type { Problem } from '../../problem/problem.js';
import { keys, userTag } from '../../redis/keys.js';
import type { LiveCredential, Liveness } from '../liveness.js';
import { decodeSession, encodeSession } from '../session-mirror.js';
import { isLive, sessionState } from './session-state.js';

/** Whether a session lives: see session-mirror for the form in which Redis holds it. */
@Injectable()
export class SessionLiveness implements Liveness<SessionCredential> {
  constructor(private readonly database: Database) {}

  mirrorKey({ userId, sessionId }: SessionCredential): string {
    return keys.session(userTag(userId), sessionId);
  }

  async read({ userId, sessionId }: SessionCredential): Promise<{ user: UserRow; text: string } | null> {
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
      .where('users.id', '=', userId)
      .where('sessions.id', '=', sessionId)
      .executeTakeFirst();
    if (!row) return null;
    const { session_version, session_created_at, ended_at, idle_expires_at, absolute_expires_at, ...user } = row;
    const state = sessionState({
      id: sessionId,
      user_id: user.id,
      version: session_version,
      created_at: session_created_at,
      ended_at,
      idle_expires_at,
      absolute_expires_at,
    });
    return { user, text: encodeSession(state) };
  }

  judge(
    { sessionId, email, authTime, methods }: SessionCredential,
    account: Account,
    text: string,
    now: number,
  ): LiveCredential | null {
    const session = decodeSession(text);
    if (session === null) return null;
    if (!isLive(session, account.sessionsNotBefore, now)) throw this.over();
    return {
      principal: { kind: 'session', account, permissions: account.permissions, sessionId, email, authTime, methods },
      until: Math.min(session.idleExpiresAt, session.absoluteExpiresAt),
    };
  }

  over(): Problem {
    return tokenRevoked();
  }
}
