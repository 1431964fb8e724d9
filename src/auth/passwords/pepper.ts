import { createHmac } from 'node:crypto';
import type { Peppers } from '../../config/peppers.js';

/** `{2}$argon2id$…`: a hash made with pepper 2; without braces, one made without. */
const form = /^(?:\{(\d{1,4})\})?(\$.+)$/s;

export interface StoredHash {
  /** Null: without a pepper. */
  version: number | null;
  phc: string;
}

/** Null for what this service never stored. */
export function splitHash(stored: string): StoredHash | null {
  const match = form.exec(stored);
  if (!match) return null;
  return { version: match[1] === undefined ? null : Number(match[1]), phc: match[2] as string };
}

export function joinHash({ version, phc }: StoredHash): string {
  return version === null ? phc : `{${version}}${phc}`;
}

/**
 * HMAC-SHA-256 of the password under a key that is not in the database (OWASP's "pepper"): without it, a copy of the
 * hashes cannot even be guessed at. Done before argon2, so a hash can be moved to a new key at the next sign-in.
 * @returns what goes into argon2; null when the key of that version is not configured any more.
 */
export function peppered(password: string, version: number | null, peppers: Peppers | undefined): string | null {
  if (version === null) return password;
  const key = peppers?.keys.get(version);
  return key === undefined ? null : createHmac('sha256', key).update(password).digest('base64');
}
