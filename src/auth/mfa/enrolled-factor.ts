import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { SessionPrincipal } from '../../access/caller.js';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import { Problem } from '../../problem/problem.js';
import { databaseNow } from '../../users/user-directory.js';
import type { RequestOrigin } from '../request-origin.js';
import type { ActOfAdmin } from './factor-record.js';
import { FactorChanges } from './factor-changes.js';
import { RecoveryCodes } from './recovery-codes.js';
import { SecondFactor } from './second-factor.js';
import { SecondFactorPolicy } from './second-factor-policy.js';
import { TotpFactors } from './totp-factors.js';

/** What can be done with a second factor once it is enrolled. */
@Injectable()
export class EnrolledFactor {
  constructor(
    private readonly changes: FactorChanges,
    private readonly factors: TotpFactors,
    private readonly recovery: RecoveryCodes,
    private readonly secondFactor: SecondFactor,
    private readonly policy: SecondFactorPolicy,
  ) {}

  /**
   * Makes new recovery codes in place of the old ones.
   * @throws Problem `conflict`, `mfa_invalid` or `rate_limited`.
   */
  async renewRecoveryCodes(user: UserRow, code: string, origin: RequestOrigin): Promise<string[]> {
    if (!user.mfa_enabled) throw notEnrolled();
    await this.secondFactor.prove(user, code, origin);
    return this.changes.apply(
      { userId: user.id, what: 'recovery_codes_renewed', origin, ends: 'none' },
      async (transaction, locked) => {
        if (!locked.mfa_enabled) throw notEnrolled();
        return this.recovery.renew(transaction, user.id);
      },
    );
  }

  /**
   * Removes the factor of a user who has just proved the password. Where MFA_REQUIRED binds the account all its sessions
   * end, this one too: they were let in by the factor that is gone.
   * @throws Problem `conflict`, `mfa_invalid` or `rate_limited`.
   */
  async remove(
    { sessionId }: SessionPrincipal,
    user: UserRow,
    code: string,
    endOthers: boolean,
    origin: RequestOrigin,
  ): Promise<void> {
    if (!user.mfa_enabled) throw notEnrolled();
    await this.secondFactor.prove(user, code, origin);
    const others = endOthers ? { allBut: sessionId } : 'none';
    const ends = this.policy.binds(user) ? 'all' : others;
    await this.changes.apply({ userId: user.id, what: 'mfa_disabled', origin, ends }, (transaction, locked) =>
      this.forget(transaction, locked),
    );
  }

  /**
   * Removes the factor of somebody who has lost it, on an admin's word, and ends all their sessions.
   * @throws Problem `not_found`, or `conflict` when there is none.
   */
  async reset(userId: string, admin: ActOfAdmin, origin: RequestOrigin): Promise<void> {
    await this.changes.apply({ userId, what: 'mfa_reset', origin, ends: 'all', admin }, (transaction, locked) =>
      this.forget(transaction, locked),
    );
  }

  private async forget(transaction: Transaction<Schema>, user: UserRow): Promise<void> {
    if (!user.mfa_enabled) throw notEnrolled();
    await this.factors.remove(transaction, user.id);
    await this.recovery.remove(transaction, user.id);
    await transaction
      .updateTable('users')
      .set({ mfa_enabled: false, updated_at: databaseNow })
      .where('id', '=', user.id)
      .execute();
    // Their next tokens must not go on claiming a factor that is gone.
    await transaction
      .updateTable('sessions')
      .set({ amr: ['pwd'] })
      .where('user_id', '=', user.id)
      .where('ended_at', 'is', null)
      .execute();
  }
}

function notEnrolled(): Problem {
  return new Problem('conflict', { detail: 'No second factor is enrolled.' });
}
