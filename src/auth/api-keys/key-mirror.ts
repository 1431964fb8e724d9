import { decodeSession, encodeSession, type SessionState } from '../session-mirror.js';

/**
 * One secret of an API key as Redis mirrors it in its owner's slot: the text of a session's mirror (auth/session-mirror)
 * with the key's permissions as a sixth field, so that the decision script judges both by the same rule, and a seventh for
 * a limit of its own, where it has one:
 * `version|status|created at|idle expiry|absolute expiry|permission,permission|requests`
 *
 * Each rotation gives a key another secret, and for a while two of them hold: each has a mirror of its own, under the
 * key's id and the secret's generation. A key is not bound to the account's `sessions not before` (to sign out everywhere
 * must not stop a build server), so its `created at` is the end of time; so are the expiries of a key that has none.
 */
export interface KeyState {
  /** The row's version: raised by every change. */
  version: number;
  status: 'live' | 'ended';
  /** Unix ms; null is never. */
  expiresAt: number | null;
  permissions: readonly string[];
  /** Requests in the plan's window; null: no limit besides the owner's. */
  rateLimit: number | null;
}

/** Last ms of the year 9999. */
const END_OF_TIME = 253_402_300_799_999;
/** The session's five fields, then those of a key. */
const form = /^((?:[^|]*\|){4}[^|]*)\|([^|]*)(?:\|(\d+))?$/;

export function encodeKey({ version, status, expiresAt, permissions, rateLimit }: KeyState): string {
  const end = expiresAt ?? END_OF_TIME;
  const session: SessionState = {
    version,
    status,
    createdAt: END_OF_TIME,
    idleExpiresAt: end,
    absoluteExpiresAt: end,
  };
  const text = `${encodeSession(session)}|${permissions.join(',')}`;
  return rateLimit === null ? text : `${text}|${rateLimit}`;
}

/** Returns null for text this version did not write: the caller then reads PostgreSQL. */
export function decodeKey(text: string): KeyState | null {
  const parts = form.exec(text);
  if (parts === null) return null;
  const [, life = '', permissions = '', rateLimit] = parts;
  const session = decodeSession(life);
  if (session === null) return null;
  const { version, status, absoluteExpiresAt } = session;
  return {
    version,
    status,
    expiresAt: absoluteExpiresAt === END_OF_TIME ? null : absoluteExpiresAt,
    permissions: permissions === '' ? [] : permissions.split(','),
    rateLimit: rateLimit === undefined ? null : Number(rateLimit),
  };
}
