import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { UserRow } from '../../database/tables/users.js';
import { Problem } from '../../problem/problem.js';
import type { RequestOrigin } from '../request-origin.js';
import { isMultiFactor, type SignInProof } from '../sessions/sign-in-proof.js';
import { AuthThrottle } from '../throttle/auth-throttle.js';
import { FactorRecord } from './factor-record.js';
import { RecoveryCodes } from './recovery-codes.js';
import { TotpFactors } from './totp-factors.js';

/** What the second factor adds to a sign-in's methods (RFC 8176). */
const byApp: readonly string[] = ['otp', 'mfa'];
const byRecoveryCode: readonly string[] = ['mfa'];

/**
 * Judges one-time and recovery codes: at sign-in, and before the second factor is changed. Asked only once the first
 * factor is proved, so that nobody else can use an account's tries up. The try is counted before the code is looked at.
 */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly database: Database,
    private readonly factors: TotpFactors,
    private readonly recovery: RecoveryCodes,
    private readonly throttle: AuthThrottle,
    private readonly record: FactorRecord,
  ) {}

  /**
   * What a sign-in has proved once the second factor, where one is enrolled, has been asked for too.
   * @throws Problem as `prove`.
   */
  async complete(
    proof: SignInProof,
    user: UserRow,
    code: string | undefined,
    origin: RequestOrigin,
  ): Promise<SignInProof> {
    if (!user.mfa_enabled) return proof;
    return { ...proof, methods: [...proof.methods, ...(await this.prove(user, code, origin))] };
  }

  /**
   * Called under the lock of the user's row: the factor may have been enrolled while the password was being judged.
   * @throws Problem `mfa_required`.
   */
  demand(user: UserRow, { methods }: SignInProof): void {
    if (user.mfa_enabled && !isMultiFactor(methods)) throw new Problem('mfa_required');
  }

  /**
   * Spends a code of the user.
   * @param code undefined when none was sent.
   * @returns the methods that it adds to the sign-in's.
   * @throws Problem `mfa_required`, `mfa_invalid` or `rate_limited`.
   */
  async prove(user: UserRow, code: string | undefined, origin: RequestOrigin): Promise<readonly string[]> {
    if (code === undefined) throw new Problem('mfa_required');
    const attempt = await this.throttle.guess('one_time_code', { user: user.id });
    let methods: readonly string[] | null;
    try {
      methods = await this.spend(user, code, origin);
    } catch (error) {
      await attempt.cancelled();
      throw error;
    }
    if (methods === null) {
      this.record.failed(user, origin);
      throw new Problem('mfa_invalid');
    }
    await attempt.succeeded();
    return methods;
  }

  private async spend(user: UserRow, code: string, origin: RequestOrigin): Promise<readonly string[] | null> {
    if (await this.factors.spend(user.id, code)) return byApp;
    return this.database.transaction(async (transaction) => {
      if (!(await this.recovery.spend(transaction, user.id, code))) return null;
      await this.record.changed(transaction, user, 'recovery_code_used', origin);
      return byRecoveryCode;
    });
  }
}
