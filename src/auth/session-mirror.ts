/**
 * One session as Redis mirrors it under its user's hash tag, beside the account (users/account-mirror). Truth is the
 * `sessions` row; an entry lives at most 30 s and carries the row's version, and a refill never overwrites a higher one.
 * An ended session leaves a tombstone: the same text with status `ended`.
 *
 * Text form, fields split by `|`, so that the decision script reads it without parsing JSON:
 * `version|status|created at|idle expiry|absolute expiry` with status `live` or `ended` and times in unix ms.
 *
 * A session may pass when its status is `live`, both expiries lie ahead, and it was not created before the account's
 * `sessions not before`.
 */
export interface SessionState {
  /** The row's version: raised by every change below. */
  version: number;
  status: 'live' | 'ended';
  /** Unix ms, as are the next two. */
  createdAt: number;
  idleExpiresAt: number;
  absoluteExpiresAt: number;
}

export function encodeSession(session: SessionState): string {
  return [session.version, session.status, session.createdAt, session.idleExpiresAt, session.absoluteExpiresAt].join(
    '|',
  );
}

/** Returns null for text this version did not write: the caller then reads PostgreSQL. */
export function decodeSession(text: string): SessionState | null {
  const [version, status, createdAt, idleExpiresAt, absoluteExpiresAt, ...more] = text.split('|');
  if (absoluteExpiresAt === undefined || more.length > 0) return null;
  if (status !== 'live' && status !== 'ended') return null;
  const state: SessionState = {
    version: Number(version),
    status,
    createdAt: Number(createdAt),
    idleExpiresAt: Number(idleExpiresAt),
    absoluteExpiresAt: Number(absoluteExpiresAt),
  };
  return Object.values(state).some(Number.isNaN) ? null : state;
}
