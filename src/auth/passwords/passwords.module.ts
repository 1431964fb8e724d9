import { Module } from '@nestjs/common';
import { AccountRecord } from '../account-record.js';
import { EmailModule } from '../email/email.module.js';
import { LinksModule } from '../links/links.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AuthThrottleModule } from '../throttle/auth-throttle.module.js';
import { ForgottenPasswordController } from './forgotten-password.controller.js';
import { ForgottenPassword } from './forgotten-password.js';
import { NewPasswords } from './new-passwords.js';
import { PasswordByLink } from './password-by-link.js';
import { PasswordChange } from './password-change.js';
import { PasswordHasher } from './password-hasher.js';
import { PasswordProof } from './password-proof.js';
import { PasswordReset } from './password-reset.js';
import { PasswordStore } from './password-store.js';
import { PasswordController } from './password.controller.js';
import { ProvedAccount } from './proved-account.js';

/** Passwords: hashed, proved, changed, and replaced by a mailed link. */
@Module({
  imports: [AuthThrottleModule, LinksModule, EmailModule, SessionsModule],
  controllers: [PasswordController, ForgottenPasswordController],
  providers: [
    PasswordHasher,
    PasswordProof,
    ProvedAccount,
    NewPasswords,
    PasswordStore,
    PasswordChange,
    PasswordReset,
    PasswordByLink,
    ForgottenPassword,
    AccountRecord,
  ],
  exports: [PasswordProof, ProvedAccount, NewPasswords, PasswordByLink, ForgottenPassword],
})
export class PasswordsModule {}
