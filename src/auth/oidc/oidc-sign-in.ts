import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Problem } from '../../problem/problem.js';
import type { RequestOrigin } from '../request-origin.js';
import type { SignInAnswer } from '../sign-in-answer.js';
import type { BrowserSecret } from './browser-secret.js';
import { OidcAdmission } from './oidc-admission.js';
import { OidcFlows } from './oidc-flows.js';
import { OidcProvider } from './oidc-provider.js';
import { OidcSessions, proofOf } from './oidc-sessions.js';
import type { ProviderClaims } from './provider-claims.js';

/** What came of a browser's way to the provider and back. */
export type OidcOutcome = { kind: 'signed-in'; answer: SignInAnswer } | { kind: 'linked' };

/** From the provider's answer to a session, or to a linked account. */
@Injectable()
export class OidcSignIn {
  constructor(
    private readonly database: Database,
    private readonly provider: OidcProvider,
    private readonly flows: OidcFlows,
    private readonly admission: OidcAdmission,
    private readonly sessions: OidcSessions,
  ) {}

  /**
   * @param query of the callback, as it came.
   * @throws Problem `oidc_state_invalid`, those of OidcProvider and OidcAdmission, and `mfa_required`: then the code goes
   * to `complete`.
   */
  async finish(
    browser: BrowserSecret | null,
    state: string,
    query: string,
    origin: RequestOrigin,
  ): Promise<OidcOutcome> {
    const flow = browser === null ? undefined : await this.flows.take(browser, state);
    if (browser === null || flow === undefined) throw new Problem('oidc_state_invalid');
    const claims = await this.provider.claims(browser, state, query);
    if (flow.purpose === 'link') {
      const { userId } = flow;
      if (userId === null) throw new Error('a link is somebody’s');
      await this.database.transaction((transaction) => this.admission.link(transaction, userId, claims, origin));
      return { kind: 'linked' };
    }
    const user = await this.admitted(claims, origin);
    if (user.mfa_enabled) {
      await this.flows.begin(browser, { purpose: 'second-factor', userId: user.id });
      throw new Problem('mfa_required');
    }
    return { kind: 'signed-in', answer: await this.sessions.open(user.id, proofOf(claims), origin) };
  }

  /**
   * The second factor of somebody whom the provider has vouched for in this browser.
   * @throws Problem `oidc_state_invalid`, `mfa_invalid` or `rate_limited`.
   */
  async complete(browser: BrowserSecret | null, code: string, origin: RequestOrigin): Promise<SignInAnswer> {
    const userId = browser === null ? undefined : await this.flows.awaited(browser);
    if (browser === null || userId === undefined) throw new Problem('oidc_state_invalid');
    const answer = await this.sessions.openWithCode(userId, code, origin);
    await this.flows.finish(browser);
    return answer;
  }

  private async admitted(claims: ProviderClaims, origin: RequestOrigin) {
    const admit = () => this.database.transaction((transaction) => this.admission.admit(transaction, claims, origin));
    try {
      return await admit();
    } catch (error) {
      // Somebody's first sign-in, twice at once: the second finds what the first has made.
      if (!(error instanceof Problem) || !['email_taken', 'conflict'].includes(error.code)) throw error;
      return admit();
    }
  }
}
