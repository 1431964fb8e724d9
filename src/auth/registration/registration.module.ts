import { Module } from '@nestjs/common';
import { BootstrapModule } from '../bootstrap/bootstrap.module.js';
import { EmailModule } from '../email/email.module.js';
import { LinksModule } from '../links/links.module.js';
import { PasswordsModule } from '../passwords/passwords.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AuthThrottleModule } from '../throttle/auth-throttle.module.js';
import { ImmediateRegistration } from './immediate-registration.js';
import { MailedRegistration } from './mailed-registration.js';
import { RegistrationGate } from './registration-gate.js';
import { RegistrationService } from './registration.service.js';

/** Accounts that people open themselves. */
@Module({
  imports: [AuthThrottleModule, BootstrapModule, EmailModule, LinksModule, PasswordsModule, SessionsModule],
  providers: [RegistrationService, RegistrationGate, ImmediateRegistration, MailedRegistration],
  exports: [RegistrationService],
})
export class RegistrationModule {}
