import { Injectable } from '@nestjs/common';
import type { UserRow } from '../../database/tables/users.js';
import { RecoveryCodes } from './recovery-codes.js';
import { SecondFactorPolicy } from './second-factor-policy.js';

export interface MfaStatus {
  /** An authenticator app is enrolled. */
  totp: boolean;
  recovery_codes_left: number;
  /** MFA_REQUIRED binds this account. */
  required: boolean;
}

/** What the owner of an account may know of its second factor. */
@Injectable()
export class MfaStatusReader {
  constructor(
    private readonly recovery: RecoveryCodes,
    private readonly policy: SecondFactorPolicy,
  ) {}

  async of(user: UserRow): Promise<MfaStatus> {
    return {
      totp: user.mfa_enabled,
      recovery_codes_left: user.mfa_enabled ? await this.recovery.left(user.id) : 0,
      required: this.policy.binds(user),
    };
  }
}
