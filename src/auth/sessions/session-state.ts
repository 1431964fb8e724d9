import type { SessionRow } from '../../database/tables/sessions.js';
import { keys, userTag } from '../../redis/keys.js';
import type { MirrorEntry } from '../../users/mirrors.js';
import { encodeSession, type SessionState } from '../session-mirror.js';

/** The columns that decide whether a session lives. */
export type SessionLife = Pick<
  SessionRow,
  'id' | 'user_id' | 'version' | 'ended_at' | 'created_at' | 'idle_expires_at' | 'absolute_expires_at'
>;

export function sessionState(row: SessionLife): SessionState {
  return {
    version: row.version,
    status: row.ended_at === null ? 'live' : 'ended',
    createdAt: row.created_at.getTime(),
    idleExpiresAt: row.idle_expires_at.getTime(),
    absoluteExpiresAt: row.absolute_expires_at.getTime(),
  };
}

/** The row as Redis mirrors it: a tombstone once the session has ended. */
export function sessionEntry(row: SessionLife): MirrorEntry {
  return { key: keys.session(userTag(row.user_id), row.id), text: encodeSession(sessionState(row)) };
}

/** True when the session may pass, given the account's `sessions not before` (unix ms). */
export function isLive(session: SessionState, sessionsNotBefore: number, now: number): boolean {
  return (
    session.status === 'live' &&
    session.idleExpiresAt > now &&
    session.absoluteExpiresAt > now &&
    session.createdAt >= sessionsNotBefore
  );
}
