import { Injectable } from '@nestjs/common';
import { Configuration } from '../../config/configuration.js';
import { Problem } from '../../problem/problem.js';
import { AuthThrottle } from '../throttle/auth-throttle.js';
import type { BrowserSecret } from './browser-secret.js';
import { type OidcFlow, OidcFlows } from './oidc-flows.js';
import { OidcProvider } from './oidc-provider.js';

/** Sends browsers to the provider. */
@Injectable()
export class OidcStart {
  constructor(
    private readonly provider: OidcProvider,
    private readonly flows: OidcFlows,
    private readonly throttle: AuthThrottle,
    private readonly configuration: Configuration,
  ) {}

  button(): { enabled: boolean; button: string | null } {
    const { enabled } = this.provider;
    return { enabled, button: enabled ? this.configuration.settings.OIDC_BUTTON : null };
  }

  /** @throws Problem `not_found` where there is no provider. */
  demandProvider(): void {
    if (!this.provider.enabled) throw new Problem('not_found');
  }

  /**
   * @param fresh the provider shall ask for the credentials whatever it remembers.
   * @throws Problem `not_found`, `rate_limited` or `unavailable`.
   */
  signIn(browser: BrowserSecret, fresh: boolean, network: string): Promise<string> {
    return this.go(browser, { purpose: 'sign-in', userId: null }, fresh, network);
  }

  /** @throws Problem as `signIn`. */
  link(browser: BrowserSecret, userId: string, network: string): Promise<string> {
    return this.go(browser, { purpose: 'link', userId }, true, network);
  }

  private async go(browser: BrowserSecret, flow: OidcFlow, fresh: boolean, network: string): Promise<string> {
    this.demandProvider();
    await this.throttle.guess('oidc_start', { network });
    return this.provider.authorizationUrl(browser, await this.flows.begin(browser, flow), fresh);
  }
}
