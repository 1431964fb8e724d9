import type { Account } from '../access/account.js';
import type { AccountCredential, Principal } from '../access/caller.js';
import type { UserRow } from '../database/tables/users.js';

/** A credential that may pass. */
export interface LiveCredential {
  principal: Principal;
  /** Unix ms at which it ends by itself. */
  until: number;
}

/**
 * What one kind of credential (session, API key) knows of its own life: where Redis mirrors it, in which words, and what
 * they mean. Authority asks the stores.
 */
export interface Liveness<C extends AccountCredential> {
  /** Redis key of the mirror, in the slot of the account. */
  mirrorKey(credential: C): string;
  /** The account and the mirror's text as PostgreSQL has them, read in one snapshot; null when either is not there. */
  read(credential: C): Promise<{ user: UserRow; text: string } | null>;
  /**
   * The verdict on a mirror's text; null for one that this version did not write.
   * @throws Problem (401) when the credential is over.
   */
  judge(credential: C, account: Account, text: string, now: number): LiveCredential | null;
  /** The answer (401) to a credential that is over, or whose account is. */
  over(): Error;
}
