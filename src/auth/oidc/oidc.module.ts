import { Module } from '@nestjs/common';
import { LinksModule } from '../links/links.module.js';
import { MfaModule } from '../mfa/mfa.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AuthThrottleModule } from '../throttle/auth-throttle.module.js';
import { OidcAdmission } from './oidc-admission.js';
import { OidcFlows } from './oidc-flows.js';
import { OidcIdentities } from './oidc-identities.js';
import { OidcLinks } from './oidc-links.js';
import { OidcProvider } from './oidc-provider.js';
import { OidcSessions } from './oidc-sessions.js';
import { OidcSignIn } from './oidc-sign-in.js';
import { OidcStart } from './oidc-start.js';
import { OidcController } from './oidc.controller.js';

/** Sign-in at one OpenID Connect provider. */
@Module({
  imports: [LinksModule, MfaModule, SessionsModule, AuthThrottleModule],
  controllers: [OidcController],
  providers: [OidcProvider, OidcFlows, OidcIdentities, OidcAdmission, OidcSessions, OidcSignIn, OidcStart, OidcLinks],
})
export class OidcModule {}
