import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Configuration } from '../../config/configuration.js';

/** One key of the ring. The entry fixes the algorithm: what a token's header says can only agree or be refused. */
export interface RingKey {
  kid: string;
  algorithm: 'HS256';
  /** A KeyObject: from a string, jsonwebtoken would try to parse a public key on each call, at thirty times the cost. */
  key: KeyObject;
}

/** The keys that tokens may be signed with: one signs, all verify. */
@Injectable()
export class KeyRing {
  readonly signer: RingKey;
  private readonly keys: ReadonlyMap<string, RingKey>;

  constructor(configuration: Configuration) {
    const { jwt } = configuration.secrets;
    this.signer = { kid: keyId(jwt), algorithm: 'HS256', key: createSecretKey(jwt, 'utf8') };
    this.keys = new Map([[this.signer.kid, this.signer]]);
  }

  find(kid: string): RingKey | undefined {
    return this.keys.get(kid);
  }

  /** RFC 7517 form of the public keys: a symmetric key has none, and is never published. */
  publicKeys(): { keys: never[] } {
    return { keys: [] };
  }
}

/** Names a secret without telling anything of it; the same secret has the same name on every instance. */
function keyId(secret: string): string {
  return createHmac('sha256', secret).update('kid').digest('base64url').slice(0, 12);
}
