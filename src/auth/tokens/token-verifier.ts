import { Injectable } from '@nestjs/common';
import type { SessionCredential } from '../../access/caller.js';
import { Configuration } from '../../config/configuration.js';
import { tokenInvalid } from '../../access/challenges.js';
import { KeyRing } from '../signing/key-ring.js';
import { KeyRingKeeper } from '../signing/key-ring-keeper.js';
import type { RingKey } from '../signing/ring-key.js';
import { signatureHolds } from '../signing/signatures.js';
import { checkClaims, type ClaimRules } from './access-claims.js';
import { compactParts, type CompactParts, parsePart } from './compact-token.js';

/** RFC 9068 §2.1: keeps ID tokens, and anything else signed with the same key, from passing as access tokens. */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

/** Header members that would let a token choose its own key or rules. */
const refused = ['crit', 'jku', 'jwk', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'b64', 'zip', 'enc'] as const;

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
    private readonly keeper: KeyRingKeeper,
    configuration: Configuration,
  ) {
    const { JWT_ISSUER, JWT_AUDIENCE, ACCESS_TOKEN_TTL } = configuration.settings;
    this.rules = { issuer: JWT_ISSUER, audience: JWT_AUDIENCE, maxLife: ACCESS_TOKEN_TTL };
  }

  /**
   * The key that must have signed the token, by everything that can be said before the signature. A key that is not
   * known on this instance yet is looked for.
   * @throws Problem `token_invalid`; what the database throws when such a key cannot be looked for.
   */
  async findKey(token: string): Promise<RingKey> {
    const header = headerOf(compactParts(token));
    return agreed(header, await this.keeper.find(header.kid));
  }

  /** `findKey` among the keys known here. @throws Problem `token_invalid`. */
  keyFor(token: string): RingKey {
    const header = headerOf(compactParts(token));
    return agreed(header, this.ring.find(header.kid));
  }

  /**
   * The whole proof, without passport.
   * @throws Problem `token_invalid` or `token_expired`; as `findKey`.
   */
  async prove(token: string): Promise<SessionCredential> {
    const key = await this.findKey(token);
    const { signed, payload, signature } = compactParts(token);
    if (!signatureHolds(signed, Buffer.from(signature, 'base64url'), key)) throw tokenInvalid();
    return this.claims(parsePart(payload));
  }

  /**
   * The verdict on the claims of a token whose signature is proved.
   * @throws Problem `token_invalid` or `token_expired`.
   */
  claims(payload: unknown): SessionCredential {
    return checkClaims(payload, this.rules, Math.floor(Date.now() / 1000));
  }
}

interface Header {
  kid: string;
  alg: unknown;
}

function headerOf({ header: part }: CompactParts): Header {
  const header = parsePart(part);
  if (typeof header !== 'object' || header === null || Array.isArray(header)) throw tokenInvalid();
  const { kid, alg, typ } = header as Record<string, unknown>;
  if (typeof kid !== 'string' || typ !== ACCESS_TOKEN_TYPE) throw tokenInvalid();
  if (refused.some((member) => member in header)) throw tokenInvalid();
  return { kid, alg };
}

/** The ring fixes the algorithm; a header can only agree with it. */
function agreed(header: Header, key: RingKey | undefined): RingKey {
  if (key === undefined || header.alg !== key.algorithm) throw tokenInvalid();
  return key;
}
