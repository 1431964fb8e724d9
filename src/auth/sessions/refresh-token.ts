import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Refresh tokens: `cpr_` + base64url(session id, 16 bytes | counter, 4 bytes | HMAC-SHA-256 of both, 32 bytes), the HMAC
 * under a random key of the session's own. One row per session, however often it rotates, and the server can issue the
 * current token again without ever having stored it, which is what lets two racing clients both succeed. (The idea is
 * that of supabase/auth's second refresh-token design.)
 */
export const REFRESH_PREFIX = 'cpr_';

/** Bytes of a session's HMAC key. */
export const REFRESH_KEY_BYTES = 32;

const ID_BYTES = 16;
const BODY_BYTES = ID_BYTES + 4;
const TOKEN_BYTES = BODY_BYTES + 32;
const form = /^cpr_[A-Za-z0-9_-]{70}$/;

export interface RefreshClaim {
  sessionId: string;
  counter: number;
  /** True when the token was made under this session key. */
  provedBy(key: Buffer): boolean;
}

/** @param counter how often the session has rotated. */
export function issueRefreshToken(sessionId: string, counter: number, key: Buffer): string {
  const body = bodyOf(sessionId, counter);
  return REFRESH_PREFIX + Buffer.concat([body, mac(body, key)]).toString('base64url');
}

/** What a token claims, still to be proved; null when it is no refresh token at all. */
export function readRefreshToken(token: string): RefreshClaim | null {
  if (!form.test(token)) return null;
  const bytes = Buffer.from(token.slice(REFRESH_PREFIX.length), 'base64url');
  if (bytes.length !== TOKEN_BYTES) return null;
  const body = bytes.subarray(0, BODY_BYTES);
  const presented = bytes.subarray(BODY_BYTES);
  return {
    sessionId: uuidText(body.subarray(0, ID_BYTES)),
    counter: body.readUInt32BE(ID_BYTES),
    provedBy: (key) => timingSafeEqual(presented, mac(body, key)),
  };
}

function bodyOf(sessionId: string, counter: number): Buffer {
  const body = Buffer.alloc(BODY_BYTES);
  body.write(sessionId.replaceAll('-', ''), 'hex');
  body.writeUInt32BE(counter, ID_BYTES);
  return body;
}

function mac(body: Buffer, key: Buffer): Buffer {
  return createHmac('sha256', key).update(body).digest();
}

function uuidText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
