import { createHash, randomBytes } from 'node:crypto';

const PREFIX = 'cpl_';
const SECRET_BYTES = 32;
const form = /^cpl_[A-Za-z0-9_-]{43}$/;

/** A new token of a mailed link: 256 random bits. */
export function newLinkToken(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
}

/**
 * What is stored of a token, and looked up: the comparison happens in an index over hashes, whose timing tells nothing
 * of a token, since nobody can choose the hash of what they send. Null for what cannot be a token.
 */
export function linkTokenHash(token: string): Buffer | null {
  return form.test(token) ? createHash('sha256').update(token).digest() : null;
}
