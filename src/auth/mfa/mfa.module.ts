import { Module } from '@nestjs/common';
import { PasswordsModule } from '../passwords/passwords.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AuthThrottleModule } from '../throttle/auth-throttle.module.js';
import { EnrolledFactor } from './enrolled-factor.js';
import { FactorChanges } from './factor-changes.js';
import { FactorRecord } from './factor-record.js';
import { MfaAdminController } from './mfa-admin.controller.js';
import { MfaStatusReader } from './mfa-status.js';
import { MfaController } from './mfa.controller.js';
import { RecoveryCodes } from './recovery-codes.js';
import { SecondFactorPolicy } from './second-factor-policy.js';
import { SecondFactorGuard } from './second-factor.guard.js';
import { SecondFactor } from './second-factor.js';
import { TotpEnrolment } from './totp-enrolment.js';
import { TotpFactors } from './totp-factors.js';

/** The second factor: enrolled, proved, and demanded where MFA_REQUIRED binds. */
@Module({
  imports: [AuthThrottleModule, SessionsModule, PasswordsModule],
  controllers: [MfaController, MfaAdminController],
  providers: [
    TotpFactors,
    RecoveryCodes,
    FactorRecord,
    FactorChanges,
    SecondFactor,
    SecondFactorPolicy,
    SecondFactorGuard,
    TotpEnrolment,
    EnrolledFactor,
    MfaStatusReader,
  ],
  exports: [SecondFactor, SecondFactorGuard],
})
export class MfaModule {}
