import { Module } from '@nestjs/common';
import { AccountAdministrationModule } from './account-administration/account-administration.module.js';
import { ApiKeysModule } from './api-keys/api-keys.module.js';
import { AuthController } from './auth.controller.js';
import { AuthPersonalData } from './auth-personal-data.js';
import { AuthUpkeep } from './auth-upkeep.js';
import { AuthenticationGuard } from './authentication.guard.js';
import { AuthorisationGuard } from './authorisation.guard.js';
import { Authority } from './authority.js';
import { BadRequests } from './bad-requests.js';
import { BootstrapModule } from './bootstrap/bootstrap.module.js';
import { DeviceModule } from './device/device.module.js';
import { EmailChangeModule } from './email-change/email-change.module.js';
import { EmailProofModule } from './email/email-proof.module.js';
import { InvitationsModule } from './invitations/invitations.module.js';
import { LargeBodies } from './large-bodies.js';
import { LinksModule } from './links/links.module.js';
import { MfaModule } from './mfa/mfa.module.js';
import { OidcModule } from './oidc/oidc.module.js';
import { PasswordsModule } from './passwords/passwords.module.js';
import { RegistrationModule } from './registration/registration.module.js';
import { RouteAccesses } from './route-accesses.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { SignInLinksModule } from './sign-in-links/sign-in-links.module.js';
import { SignInService } from './sign-in.service.js';
import { SigningModule } from './signing/signing.module.js';
import { AuthThrottleModule } from './throttle/auth-throttle.module.js';
import { TokensModule } from './tokens/tokens.module.js';

/** Credentials in, callers out. The guards are put in their order in app.module. */
@Module({
  imports: [
    // What proves who calls
    SigningModule,
    TokensModule,
    SessionsModule,
    ApiKeysModule,
    AuthThrottleModule,
    // Ways in
    PasswordsModule,
    MfaModule,
    OidcModule,
    DeviceModule,
    SignInLinksModule,
    // Accounts: how they begin, and where they are reached
    BootstrapModule,
    RegistrationModule,
    InvitationsModule,
    AccountAdministrationModule,
    LinksModule,
    EmailProofModule,
    EmailChangeModule,
  ],
  controllers: [AuthController],
  providers: [
    RouteAccesses,
    Authority,
    AuthenticationGuard,
    AuthorisationGuard,
    BadRequests,
    LargeBodies,
    SignInService,
    AuthPersonalData,
    AuthUpkeep,
  ],
  exports: [Authority, AuthenticationGuard, AuthorisationGuard, MfaModule],
})
export class AuthModule {}
