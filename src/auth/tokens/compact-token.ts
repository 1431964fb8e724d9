import { isUtf8 } from 'node:buffer';
import { tokenInvalid } from '../../access/challenges.js';

/** The parts of a compact JWS (RFC 7515 §7.1). */
export interface CompactParts {
  /** What the signature is over. */
  signed: string;
  header: string;
  payload: string;
  signature: string;
}

const MAX_TOKEN_LENGTH = 8_192;
const base64url = /^[A-Za-z0-9_-]+$/;

/**
 * Splits a token. Each part must be base64url in its one canonical form: decoders also take others, and one token must
 * not be several texts.
 * @throws Problem `token_invalid`.
 */
export function compactParts(token: string): CompactParts {
  if (token.length > MAX_TOKEN_LENGTH) throw tokenInvalid();
  const parts = token.split('.');
  if (parts.length !== 3 || !parts.every(isCanonical)) throw tokenInvalid();
  const [header, payload, signature] = parts as [string, string, string];
  return { signed: token.slice(0, header.length + 1 + payload.length), header, payload, signature };
}

/** @throws Problem `token_invalid` when the part is no JSON in UTF-8. */
export function parsePart(part: string): unknown {
  const bytes = Buffer.from(part, 'base64url');
  if (!isUtf8(bytes)) throw tokenInvalid();
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw tokenInvalid();
  }
}

function isCanonical(part: string): boolean {
  return base64url.test(part) && Buffer.from(part, 'base64url').toString('base64url') === part;
}
