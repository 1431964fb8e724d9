import { Injectable } from '@nestjs/common';
import { Configuration } from '../../config/configuration.js';
import { Problem } from '../../problem/problem.js';
import type { EmailAddress } from '../../users/email-address.js';
import { SetupTokens } from '../bootstrap/setup-tokens.js';
import { AuthThrottle } from '../throttle/auth-throttle.js';

/** Whether a registration may be worked on at all: asked before anything expensive is done for it. */
@Injectable()
export class RegistrationGate {
  constructor(
    private readonly configuration: Configuration,
    private readonly tokens: SetupTokens,
    private readonly throttle: AuthThrottle,
  ) {}

  /**
   * @returns gives back the network's place, for a registration that the service could not judge.
   * @throws Problem `registration_closed`, `invitation_required`, `setup_token_invalid` or `rate_limited`.
   */
  async enter(setupToken: string | undefined, network: string): Promise<() => Promise<void>> {
    const { REGISTRATION } = this.configuration.settings;
    if (setupToken === undefined && REGISTRATION !== 'open') {
      throw new Problem(REGISTRATION === 'invite' ? 'invitation_required' : 'registration_closed');
    }
    if (setupToken !== undefined && !(await this.tokens.valid(setupToken))) {
      await this.throttle.badCredential(network);
      throw new Problem('setup_token_invalid');
    }
    return this.throttle.registration(network);
  }

  /** False when the address has had its share of mails, whether it has an account or not. */
  mayMail({ key }: EmailAddress, network: string): Promise<boolean> {
    return this.throttle.admitsMail(key, 'registration', network);
  }
}
