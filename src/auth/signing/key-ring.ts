import type { JsonWebKey } from 'node:crypto';
import { publicJwk, type RingKey } from './ring-key.js';

/** The keys as one source gave them: `keys` all verify, `signer` is one of them. */
export interface RingContents {
  signer: RingKey;
  keys: readonly RingKey[];
}

/**
 * The keys that tokens may be signed with: one signs, all verify. What it holds is replaced whole (KeyRingKeeper), so a
 * reader never sees half of a rotation.
 */
export class KeyRing {
  private held: { signer: RingKey; byKid: ReadonlyMap<string, RingKey> } | undefined;
  private removals = 0;

  constructor(contents?: RingContents) {
    if (contents !== undefined) this.replace(contents);
  }

  /** The key that signs new tokens, with the part that signs. */
  get signer(): RingKey {
    return this.contents.signer;
  }

  /** Rises whenever a key has left the ring: what was proved by any key before must be proved again. */
  get generation(): number {
    return this.removals;
  }

  find(kid: string): RingKey | undefined {
    return this.contents.byKid.get(kid);
  }

  /** RFC 7517 form of the public keys: a symmetric key has none, and is never published. */
  publicKeys(): { keys: JsonWebKey[] } {
    const keys = [...this.contents.byKid.values()].map(publicJwk);
    return { keys: keys.filter((jwk) => jwk !== null) };
  }

  /** Keys that it holds already stay the objects they are. */
  replace({ signer, keys }: RingContents): void {
    const before = this.held?.byKid ?? new Map<string, RingKey>();
    const byKid = new Map(keys.map((key) => [key.kid, before.get(key.kid) ?? key]));
    this.held = { signer: byKid.get(signer.kid) ?? signer, byKid };
    if ([...before.keys()].some((kid) => !byKid.has(kid))) this.removals += 1;
  }

  private get contents() {
    if (this.held === undefined) throw new Error('the key ring is filled before the first request');
    return this.held;
  }
}
