import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SessionPrincipal } from '../../access/caller.js';
import { Problem } from '../../problem/problem.js';
import { databaseNow, UserDirectory } from '../../users/user-directory.js';
import type { RequestOrigin } from '../request-origin.js';
import { AuthThrottle } from '../throttle/auth-throttle.js';
import { base32 } from './base32.js';
import { FactorChanges } from './factor-changes.js';
import { RecoveryCodes } from './recovery-codes.js';
import { otpauthUri, SECRET_BYTES } from './totp.js';
import { TotpFactors } from './totp-factors.js';

/** As authenticator apps show it beside the account. */
const ISSUER = 'CodePitamah';

export interface TotpSecret {
  /** Base32, for typing in. */
  secret: string;
  /** For a QR code. */
  otpauth_uri: string;
}

/** From no second factor to one: a secret is handed out, and counts once its app has proved to have it. */
@Injectable()
export class TotpEnrolment {
  constructor(
    private readonly users: UserDirectory,
    private readonly factors: TotpFactors,
    private readonly recovery: RecoveryCodes,
    private readonly throttle: AuthThrottle,
    private readonly changes: FactorChanges,
  ) {}

  /**
   * Hands out a new secret, in place of one that was never confirmed.
   * @throws Problem `conflict` when a second factor is enrolled.
   */
  async begin(userId: string): Promise<TotpSecret> {
    const user = await this.users.byId(userId);
    if (!user) throw new Problem('not_found');
    if (user.password_hash === null) {
      throw new Problem('conflict', {
        detail: 'This account has no password: its second factor is set up at the provider it signs in with.',
      });
    }
    const secret = randomBytes(SECRET_BYTES);
    if (user.mfa_enabled || !(await this.factors.await(userId, secret))) throw enrolled();
    return { secret: base32(secret), otpauth_uri: otpauthUri(secret, ISSUER, user.email) };
  }

  /**
   * Confirms the secret handed out last; the caller's session counts as one with two factors from then on.
   * @returns the recovery codes, which are not kept anywhere.
   * @throws Problem `conflict`, `mfa_invalid` or `rate_limited`.
   */
  async confirm(
    { account: { id }, sessionId, methods }: SessionPrincipal,
    code: string,
    endOthers: boolean,
    origin: RequestOrigin,
  ): Promise<string[]> {
    const attempt = await this.throttle.guess('one_time_code', { user: id });
    const ends = endOthers ? { allBut: sessionId } : 'none';
    try {
      const codes = await this.changes.apply(
        { userId: id, what: 'mfa_enabled', origin, ends },
        async (transaction, user) => {
          if (user.mfa_enabled) throw enrolled();
          if (!(await this.factors.awaited(transaction, id))) throw nothingAwaited();
          if (!(await this.factors.confirm(transaction, id, code))) throw new Problem('mfa_invalid');
          await transaction
            .updateTable('users')
            .set({ mfa_enabled: true, updated_at: databaseNow })
            .where('id', '=', id)
            .execute();
          await transaction
            .updateTable('sessions')
            .set({ amr: [...new Set([...methods, 'otp', 'mfa'])] })
            .where('id', '=', sessionId)
            .execute();
          return this.recovery.renew(transaction, id);
        },
      );
      await attempt.succeeded();
      return codes;
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'mfa_invalid') await attempt.cancelled();
      throw error;
    }
  }
}

function enrolled(): Problem {
  return new Problem('conflict', {
    detail: 'A second factor is enrolled already: remove it with DELETE /auth/mfa/totp first.',
  });
}

function nothingAwaited(): Problem {
  return new Problem('conflict', { detail: 'No secret awaits its first code: begin with POST /auth/mfa/totp.' });
}
