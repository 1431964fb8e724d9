import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { Configuration } from '../../config/configuration.js';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import type { SessionRow } from '../../database/tables/sessions.js';
import type { UserRow } from '../../database/tables/users.js';
import { databaseNow } from '../../users/user-directory.js';
import type { RequestOrigin } from '../request-origin.js';
import { issueRefreshToken, REFRESH_KEY_BYTES } from './refresh-token.js';
import { SecretBox } from '../../config/secret-box.js';
import type { SessionLife } from './session-state.js';
import type { SignInProof } from './sign-in-proof.js';

export interface OpenedSession {
  session: SessionRow;
  refreshToken: string;
  /** Sessions that had to end so that the user keeps at most SESSIONS_PER_USER. */
  ended: SessionLife[];
}

const MAX_USER_AGENT = 256;

const lifeColumns = [
  'id',
  'user_id',
  'version',
  'ended_at',
  'created_at',
  'idle_expires_at',
  'absolute_expires_at',
] as const;

/** Opens, lists and ends sessions. Rotation is in SessionRotation. */
@Injectable()
export class SessionDirectory {
  readonly box: SecretBox;

  constructor(
    private readonly database: Database,
    private readonly configuration: Configuration,
  ) {
    this.box = new SecretBox(configuration.secrets.data, 'refresh keys');
  }

  /**
   * Opens a session; the transaction must hold the lock of the user's row, so that it falls clearly before or after
   * whatever ends the user's sessions.
   * @param life of its access tokens, seconds; null for the configured one.
   */
  async open(
    transaction: Transaction<Schema>,
    user: UserRow,
    origin: RequestOrigin,
    proof: SignInProof,
    life: number | null = null,
  ): Promise<OpenedSession> {
    const { REFRESH_TOKEN_IDLE_TTL, REFRESH_TOKEN_ABSOLUTE_TTL, SESSIONS_PER_USER } = this.configuration.settings;
    const ended = await this.makeRoom(transaction, user, SESSIONS_PER_USER - 1);
    const id = uuidv7();
    const key = randomBytes(REFRESH_KEY_BYTES);
    const now = sql<Date>`greatest(${databaseNow}, ${user.sessions_not_before})`;
    const session = await transaction
      .insertInto('sessions')
      .values({
        id,
        user_id: user.id,
        refresh_key: this.box.seal(key, id),
        refresh_counter: 0,
        refreshed_at: now,
        created_at: now,
        last_used_at: now,
        idle_expires_at: sql<Date>`${now} + make_interval(secs => ${REFRESH_TOKEN_IDLE_TTL})`,
        absolute_expires_at: sql<Date>`${now} + make_interval(secs => ${REFRESH_TOKEN_ABSOLUTE_TTL})`,
        user_agent: origin.userAgent?.slice(0, MAX_USER_AGENT) ?? null,
        network: origin.network,
        amr: [...proof.methods],
        access_life: life,
        authenticated_at: proof.at === 'now' ? now : proof.at,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return { session, refreshToken: issueRefreshToken(id, 0, key), ended };
  }

  /** The user's live sessions, newest first. */
  live(userId: string): Promise<SessionRow[]> {
    return liveSessions(this.database.kysely, userId).selectAll('sessions').execute();
  }

  /** Ends one session; undefined when the user has no such live session. */
  end(userId: string, sessionId: string, reason: string): Promise<SessionLife | undefined> {
    return endSessions(this.database.kysely, reason)
      .where('user_id', '=', userId)
      .where('id', '=', sessionId)
      .executeTakeFirst();
  }

  /** Ends all sessions of the user but one. */
  endOthers(transaction: Kysely<Schema>, userId: string, keep: string, reason: string): Promise<SessionLife[]> {
    return endSessions(transaction, reason).where('user_id', '=', userId).where('id', '!=', keep).execute();
  }

  /** Ends the oldest live sessions beyond `keep`. */
  private async makeRoom(transaction: Transaction<Schema>, user: UserRow, keep: number): Promise<SessionLife[]> {
    const surplus = await liveSessions(transaction, user.id).select('sessions.id').offset(keep).execute();
    if (surplus.length === 0) return [];
    const ids = surplus.map((session) => session.id);
    return endSessions(transaction, 'too_many_sessions').where('id', 'in', ids).execute();
  }
}

function liveSessions(store: Kysely<Schema>, userId: string) {
  return store
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .where('sessions.user_id', '=', userId)
    .where('sessions.ended_at', 'is', null)
    .where('sessions.idle_expires_at', '>', databaseNow)
    .where('sessions.absolute_expires_at', '>', databaseNow)
    .whereRef('sessions.created_at', '>=', 'users.sessions_not_before')
    .orderBy('sessions.created_at', 'desc')
    .orderBy('sessions.id', 'desc');
}

function endSessions(store: Kysely<Schema>, reason: string) {
  return store
    .updateTable('sessions')
    .set((row) => ({ ended_at: databaseNow, end_reason: reason, version: row('version', '+', 1) }))
    .where('ended_at', 'is', null)
    .returning(lifeColumns);
}
