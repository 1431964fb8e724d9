import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { AccountMaking } from './account-administration/account-making.js';
import { AccountsAdminController } from './account-administration/accounts-admin.controller.js';
import { ResetStart } from './account-administration/reset-start.js';
import { ApiKeyDirectory } from './api-keys/api-key-directory.js';
import { ApiKeysAdminController } from './api-keys/api-keys-admin.controller.js';
import { ApiKeysController } from './api-keys/api-keys.controller.js';
import { KeyChanges } from './api-keys/key-changes.js';
import { KeyIssuing } from './api-keys/key-issuing.js';
import { KeyLiveness } from './api-keys/key-liveness.js';
import { KeyRecord } from './api-keys/key-record.js';
import { KeyUpkeep } from './api-keys/key-upkeep.js';
import { KeyUses } from './api-keys/key-uses.js';
import { KeyVerifier } from './api-keys/key-verifier.js';
import { RetriedAnswers } from './api-keys/retried-answers.js';
import { AuthController } from './auth.controller.js';
import { AuthPersonalData } from './auth-personal-data.js';
import { AuthenticationGuard } from './authentication.guard.js';
import { AuthorisationGuard } from './authorisation.guard.js';
import { Authority } from './authority.js';
import { FirstAdmin } from './bootstrap/first-admin.js';
import { SetupTokens } from './bootstrap/setup-tokens.js';
import { AuthUpkeep } from './auth-upkeep.js';
import { BadRequests } from './bad-requests.js';
import { LargeBodies } from './large-bodies.js';
import { AccountRecord } from './account-record.js';
import { EmailChange } from './email/email-change.js';
import { EmailChangeController } from './email/email-change.controller.js';
import { EmailController } from './email/email.controller.js';
import { EmailProof } from './email/email-proof.js';
import { EmailVerification } from './email/email-verification.js';
import { Invitations } from './invitations/invitations.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { AfterAnswer } from './links/after-answer.js';
import { LinkMails } from './links/link-mails.js';
import { LinkRequests } from './links/link-requests.js';
import { LinksPageController } from './links/links-page.controller.js';
import { LinkUse } from './links/link-use.js';
import { MailRequests } from './links/mail-requests.js';
import { OneTimeLinks } from './links/one-time-links.js';
import { EnrolledFactor } from './mfa/enrolled-factor.js';
import { FactorChanges } from './mfa/factor-changes.js';
import { FactorRecord } from './mfa/factor-record.js';
import { MfaAdminController } from './mfa/mfa-admin.controller.js';
import { MfaController } from './mfa/mfa.controller.js';
import { MfaStatusReader } from './mfa/mfa-status.js';
import { RecoveryCodes } from './mfa/recovery-codes.js';
import { SecondFactor } from './mfa/second-factor.js';
import { SecondFactorGuard } from './mfa/second-factor.guard.js';
import { SecondFactorPolicy } from './mfa/second-factor-policy.js';
import { TotpEnrolment } from './mfa/totp-enrolment.js';
import { TotpFactors } from './mfa/totp-factors.js';
import { ForgottenPassword } from './passwords/forgotten-password.js';
import { ForgottenPasswordController } from './passwords/forgotten-password.controller.js';
import { NewPasswords } from './passwords/new-passwords.js';
import { PasswordByLink } from './passwords/password-by-link.js';
import { PasswordChange } from './passwords/password-change.js';
import { PasswordController } from './passwords/password.controller.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { PasswordProof } from './passwords/password-proof.js';
import { PasswordReset } from './passwords/password-reset.js';
import { PasswordStore } from './passwords/password-store.js';
import { ProvedAccount } from './passwords/proved-account.js';
import { ImmediateRegistration } from './registration/immediate-registration.js';
import { MailedRegistration } from './registration/mailed-registration.js';
import { RegistrationGate } from './registration/registration-gate.js';
import { RegistrationService } from './registration/registration.service.js';
import { RouteAccesses } from './route-accesses.js';
import { SessionDirectory } from './sessions/session-directory.js';
import { SessionEnding } from './sessions/session-ending.js';
import { SessionLiveness } from './sessions/session-liveness.js';
import { SessionRefresh } from './sessions/session-refresh.js';
import { SessionRetention } from './sessions/session-retention.js';
import { SessionRotation } from './sessions/session-rotation.js';
import { SessionUses } from './sessions/session-uses.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionStarter } from './sessions/session-starter.js';
import { SigningModule } from './signing/signing.module.js';
import { SignInLinks } from './sign-in-links/sign-in-links.js';
import { SignInLinksController } from './sign-in-links/sign-in-links.controller.js';
import { SignInService } from './sign-in.service.js';
import { AuthThrottle } from './throttle/auth-throttle.js';
import { StrangerCap } from './throttle/stranger-cap.js';
import { AccessTokenIssuer } from './tokens/access-token-issuer.js';
import { AccessTokenProofs } from './tokens/access-token-proofs.js';
import { JwtPassportGuard } from './tokens/jwt-passport.guard.js';
import { JwtStrategy } from './tokens/jwt.strategy.js';
import { TokenVerifier } from './tokens/token-verifier.js';

/** Credentials in, callers out. The guards are put in their order in app.module. */
@Module({
  imports: [JwtModule.register({}), SigningModule],
  controllers: [
    AuthController,
    SessionsController,
    PasswordController,
    ForgottenPasswordController,
    EmailController,
    EmailChangeController,
    InvitationsController,
    AccountsAdminController,
    LinksPageController,
    SignInLinksController,
    ApiKeysController,
    ApiKeysAdminController,
    MfaController,
    MfaAdminController,
  ],
  providers: [
    // Who calls
    RouteAccesses,
    TokenVerifier,
    AccessTokenProofs,
    JwtStrategy,
    JwtPassportGuard,
    AccessTokenIssuer,
    Authority,
    SessionLiveness,
    KeyLiveness,
    ApiKeyDirectory,
    KeyVerifier,
    AuthenticationGuard,
    AuthorisationGuard,
    BadRequests,
    LargeBodies,
    // Ways in
    AuthThrottle,
    StrangerCap,
    PasswordHasher,
    PasswordProof,
    ProvedAccount,
    NewPasswords,
    PasswordStore,
    PasswordReset,
    PasswordByLink,
    ForgottenPassword,
    AccountRecord,
    SignInService,
    RegistrationGate,
    RegistrationService,
    ImmediateRegistration,
    MailedRegistration,
    SetupTokens,
    FirstAdmin,
    PasswordChange,
    // Links that came by mail
    OneTimeLinks,
    LinkMails,
    LinkRequests,
    LinkUse,
    AfterAnswer,
    MailRequests,
    EmailVerification,
    EmailProof,
    EmailChange,
    Invitations,
    AccountMaking,
    ResetStart,
    SignInLinks,
    // Second factor
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
    AuthPersonalData,
    // API keys
    KeyIssuing,
    KeyChanges,
    KeyRecord,
    KeyUses,
    KeyUpkeep,
    RetriedAnswers,
    // Sessions
    SessionDirectory,
    SessionStarter,
    SessionRotation,
    SessionRefresh,
    SessionEnding,
    SessionRetention,
    SessionUses,
    AuthUpkeep,
  ],
  exports: [
    Authority,
    AuthenticationGuard,
    AuthorisationGuard,
    SecondFactorGuard,
    SecondFactor,
    SessionStarter,
    AuthThrottle,
  ],
})
export class AuthModule {}
