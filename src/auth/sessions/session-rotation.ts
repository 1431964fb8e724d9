import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Configuration } from '../../config/configuration.js';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import type { SessionRow } from '../../database/tables/sessions.js';
import type { UserRow } from '../../database/tables/users.js';
import { Outbox } from '../../events/outbox.js';
import { MailOutbox } from '../../mail/mail-outbox.js';
import { databaseNow } from '../../users/user-directory.js';
import type { RequestOrigin } from '../request-origin.js';
import { deviceName } from './device-name.js';
import { issueRefreshToken, readRefreshToken, type RefreshClaim } from './refresh-token.js';
import { SessionDirectory } from './session-directory.js';
import { isLive, sessionState } from './session-state.js';

export type RotationOutcome =
  | { kind: 'rotated'; user: UserRow; session: SessionRow; refreshToken: string }
  /** A token from before the current one came back: somebody else holds a copy, so the session was ended. */
  | { kind: 'reused'; session: SessionRow }
  /** Unknown, forged, expired or ended: nothing was changed, so nobody can end a session by inventing tokens. */
  | { kind: 'invalid' };

type LockedSession = SessionRow & { now: Date };

/**
 * Rotates refresh tokens (auth design, §3.3). Judgement and change are one transaction under the session's row lock:
 * racing clients take turns, and whoever comes second within the grace gets the same successor as the first.
 */
@Injectable()
export class SessionRotation {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionDirectory,
    private readonly configuration: Configuration,
    private readonly outbox: Outbox,
    private readonly mail: MailOutbox,
  ) {}

  rotate(token: string, origin: RequestOrigin): Promise<RotationOutcome> {
    const claim = readRefreshToken(token);
    if (claim === null) return Promise.resolve({ kind: 'invalid' });
    return this.database.transaction((transaction) => this.judge(transaction, claim, origin));
  }

  private async judge(
    transaction: Transaction<Schema>,
    claim: RefreshClaim,
    origin: RequestOrigin,
  ): Promise<RotationOutcome> {
    const session = await transaction
      .selectFrom('sessions')
      .selectAll()
      .select(sql<Date>`clock_timestamp()`.as('now'))
      .where('id', '=', claim.sessionId)
      .forUpdate()
      .executeTakeFirst();
    const key = session ? this.sessions.box.open(session.refresh_key, session.id) : null;
    if (!session || key === null || !claim.provedBy(key)) return { kind: 'invalid' };
    const user = await transaction
      .selectFrom('users')
      .selectAll()
      .where('id', '=', session.user_id)
      .executeTakeFirstOrThrow();
    const live = isLive(sessionState(session), user.sessions_not_before.getTime(), session.now.getTime());
    if (!live || user.status !== 'active') return { kind: 'invalid' };
    const behind = session.refresh_counter - claim.counter;
    if (behind === 0) {
      const next = await this.advance(transaction, session);
      return rotated(user, next, key);
    }
    // The successor was not used yet, or the counter would be two ahead.
    if (behind === 1 && this.withinGrace(session)) return rotated(user, session, key);
    if (behind < 0) return { kind: 'invalid' };
    const ended = await endReused(transaction, session);
    await this.tell(transaction, user, ended, origin);
    return { kind: 'reused', session: ended };
  }

  /** With the end of the session, for the record and for its owner. */
  private async tell(
    transaction: Transaction<Schema>,
    user: UserRow,
    { id, user_agent }: SessionRow,
    { network, requestId }: RequestOrigin,
  ): Promise<void> {
    await this.outbox.append(transaction, {
      type: 'auth.token.reuse_detected',
      outcome: 'denied',
      actor: { kind: 'user', id: user.id },
      tenant: user.id,
      target: { type: 'session', id },
      network,
      requestId,
    });
    const notice = { what: 'refresh_reuse', network, device: deviceName(user_agent) } as const;
    await this.mail.append(transaction, { to: user, template: 'security-notice', data: notice });
  }

  private withinGrace(session: LockedSession): boolean {
    return session.now.getTime() - session.refreshed_at.getTime() <= this.configuration.settings.REFRESH_GRACE * 1000;
  }

  private advance(transaction: Transaction<Schema>, session: SessionRow): Promise<SessionRow> {
    const idle = sql`make_interval(secs => ${this.configuration.settings.REFRESH_TOKEN_IDLE_TTL})`;
    return transaction
      .updateTable('sessions')
      .set({
        refresh_counter: session.refresh_counter + 1,
        refreshed_at: databaseNow,
        last_used_at: databaseNow,
        idle_expires_at: sql<Date>`least(${databaseNow} + ${idle}, absolute_expires_at)`,
        version: session.version + 1,
      })
      .where('id', '=', session.id)
      .returningAll()
      .executeTakeFirstOrThrow();
  }
}

function rotated(user: UserRow, session: SessionRow, key: Buffer): RotationOutcome {
  return { kind: 'rotated', user, session, refreshToken: issueRefreshToken(session.id, session.refresh_counter, key) };
}

function endReused(transaction: Transaction<Schema>, session: SessionRow): Promise<SessionRow> {
  return transaction
    .updateTable('sessions')
    .set({ ended_at: databaseNow, end_reason: 'refresh_reuse', version: session.version + 1 })
    .where('id', '=', session.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
