import { Injectable } from '@nestjs/common';
import type { SessionCredential } from '../../access/caller.js';
import { Configuration } from '../../config/configuration.js';
import { tokenInvalid } from '../../access/challenges.js';
import { checkClaims, type ClaimRules } from './access-claims.js';
import { KeyRing, type RingKey } from './key-ring.js';

/** RFC 9068 §2.1: keeps ID tokens, and anything else signed with the same key, from passing as access tokens. */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

const MAX_TOKEN_LENGTH = 8_192;
const base64url = /^[A-Za-z0-9_-]+$/;
/** Header members that would let a token choose its own key or rules. */
const refused = ['crit', 'jku', 'jwk', 'x5u', 'x5c', 'b64'] as const;

/**
 * What makes a text an access token, in the order of the auth design, §3.2: form, header, key, signature, claims. The
 * passport strategy, which by itself would accept other algorithms, types and tokens without expiry, asks here for the
 * key and for the verdict on the claims. Whether the session still lives is Authority's question.
 */
@Injectable()
export class TokenVerifier {
  private readonly rules: ClaimRules;

  constructor(
    private readonly ring: KeyRing,
    configuration: Configuration,
  ) {
    const { JWT_ISSUER, JWT_AUDIENCE, ACCESS_TOKEN_TTL } = configuration.settings;
    this.rules = { issuer: JWT_ISSUER, audience: JWT_AUDIENCE, maxLife: ACCESS_TOKEN_TTL };
  }

  /**
   * The key that must have signed the token, by everything that can be said before the signature.
   * @throws Problem `token_invalid`.
   */
  keyFor(token: string): RingKey {
    if (token.length > MAX_TOKEN_LENGTH) throw tokenInvalid();
    const parts = token.split('.');
    if (parts.length !== 3 || !parts.every((part) => base64url.test(part))) throw tokenInvalid();
    const header = parseHeader(parts[0] as string);
    const entry = typeof header['kid'] === 'string' ? this.ring.find(header['kid']) : undefined;
    if (!entry || header['alg'] !== entry.algorithm || header['typ'] !== ACCESS_TOKEN_TYPE) throw tokenInvalid();
    if (refused.some((member) => member in header)) throw tokenInvalid();
    return entry;
  }

  /**
   * The verdict on the claims of a token whose signature is proved.
   * @throws Problem `token_invalid` or `token_expired`.
   */
  claims(payload: unknown): SessionCredential {
    return checkClaims(payload, this.rules, Math.floor(Date.now() / 1000));
  }
}

function parseHeader(part: string): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (typeof header === 'object' && header !== null && !Array.isArray(header)) {
      return header as Record<string, unknown>;
    }
  } catch {
    // Told below.
  }
  throw tokenInvalid();
}
