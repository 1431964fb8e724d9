import { createHmac, timingSafeEqual } from 'node:crypto';
import { base32 } from './base32.js';

/**
 * One-time codes by time (RFC 6238): HOTP (RFC 4226) of the number of 30-second steps since 1970, HMAC-SHA-1, six digits.
 * SHA-1 because that is all that common authenticator apps compute; as an HMAC it is sound. A code of the step before or
 * after counts too, for clocks that differ and for slow fingers; which step it was is returned, so that the caller can
 * refuse it a second time.
 */
const STEP_SECONDS = 30;
const DIGITS = 6;
const WINDOW = [0, -1, 1] as const;

/** Bytes of a secret: as many as SHA-1 puts out (RFC 4226 §4, R6). */
export const SECRET_BYTES = 20;

/** The code of one step. */
export function totpCode(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac[mac.length - 1] as number) & 0x0f;
  const value = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(value % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** The number of whole steps at a time, unix ms. */
export function stepAt(time: number): number {
  return Math.floor(time / 1000 / STEP_SECONDS);
}

/** The step around `now` (unix ms) that the code belongs to; null for none. Takes the same time for every code. */
export function matchingStep(secret: Buffer, code: string, now: number): number | null {
  const presented = Buffer.from(code);
  if (presented.length !== DIGITS) return null;
  let found: number | null = null;
  for (const distance of WINDOW) {
    const step = stepAt(now) + distance;
    const right = timingSafeEqual(presented, Buffer.from(totpCode(secret, step)));
    if (right && found === null) found = step;
  }
  return found;
}

/** What an authenticator app reads from a QR code (the Key URI format). */
export function otpauthUri(secret: Buffer, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const parameters = `secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`;
  return `otpauth://totp/${label}?${parameters}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_SECONDS}`;
}
