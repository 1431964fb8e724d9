import { hash } from 'node:crypto';
import type { SessionCredential } from '../../access/caller.js';
import { tokenExpired } from '../../access/challenges.js';
import { CLOCK_TOLERANCE } from './access-claims.js';

/** At ~500 bytes each, about 10 MB. */
const CAPACITY = 20_000;

/**
 * Tokens whose signature and claims are proved, by their SHA-256: passport costs tens of microseconds, a look here two.
 * Only what never changes is remembered; expiry is checked at each use, and whether the session lives is never kept.
 */
export class VerifiedTokens {
  private readonly proved = new Map<string, SessionCredential>();

  constructor(private readonly capacity = CAPACITY) {}

  /**
   * @throws Problem `token_expired` for a token that was proved and has lapsed since.
   */
  get(token: string): SessionCredential | undefined {
    const digest = fingerprint(token);
    const credential = this.proved.get(digest);
    if (credential === undefined || credential.expiresAt > Date.now() / 1000 - CLOCK_TOLERANCE) return credential;
    this.proved.delete(digest);
    throw tokenExpired();
  }

  add(token: string, credential: SessionCredential): void {
    if (this.proved.size >= this.capacity) this.proved.delete(this.proved.keys().next().value as string);
    this.proved.set(fingerprint(token), credential);
  }
}

function fingerprint(token: string): string {
  return hash('sha256', token, 'base64');
}
