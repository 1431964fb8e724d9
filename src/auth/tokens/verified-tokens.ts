import { hash } from 'node:crypto';
import type { SessionCredential } from '../../access/caller.js';
import { tokenExpired } from '../../access/challenges.js';
import { CLOCK_TOLERANCE } from './access-claims.js';

/** At ~500 bytes each, about 10 MB. */
const CAPACITY = 20_000;

/**
 * Tokens whose signature and claims are proved, by their SHA-256: passport costs tens of microseconds, a look here two.
 * Only what never changes is remembered; expiry is checked at each use, and whether the session lives is never kept.
 * When a key has left the ring, everything is forgotten.
 */
export class VerifiedTokens {
  private proved = new Map<string, SessionCredential>();
  /** Of the ring, when what is kept was proved. */
  private provedIn = 0;

  constructor(
    private readonly ring: { readonly generation: number },
    private readonly capacity = CAPACITY,
  ) {}

  /** To be read before a token is proved, and given with it. */
  get generation(): number {
    return this.ring.generation;
  }

  /**
   * @throws Problem `token_expired` for a token that was proved and has lapsed since.
   */
  get(token: string): SessionCredential | undefined {
    if (this.provedIn !== this.ring.generation) this.forget();
    const digest = fingerprint(token);
    const credential = this.proved.get(digest);
    if (credential === undefined || credential.expiresAt > Date.now() / 1000 - CLOCK_TOLERANCE) return credential;
    this.proved.delete(digest);
    throw tokenExpired();
  }

  /** @param generation of the ring before the proof: one that began before a key was removed proves nothing now. */
  add(token: string, credential: SessionCredential, generation: number): void {
    if (this.provedIn !== this.ring.generation) this.forget();
    if (generation !== this.provedIn) return;
    if (this.proved.size >= this.capacity) this.proved.delete(this.proved.keys().next().value as string);
    this.proved.set(fingerprint(token), credential);
  }

  private forget(): void {
    this.proved = new Map();
    this.provedIn = this.ring.generation;
  }
}

function fingerprint(token: string): string {
  return hash('sha256', token, 'base64');
}
