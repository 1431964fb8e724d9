import { Injectable } from '@nestjs/common';
import { Configuration } from '../../config/configuration.js';
import { Problem } from '../../problem/problem.js';
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
   * @throws Problem `registration_closed`, `setup_token_invalid` or `rate_limited`.
   */
  async enter(setupToken: string | undefined, network: string): Promise<() => Promise<void>> {
    if (setupToken === undefined && this.configuration.settings.REGISTRATION === 'closed') {
      throw new Problem('registration_closed');
    }
    if (setupToken !== undefined && !(await this.tokens.valid(setupToken))) {
      await this.throttle.badCredential(network);
      throw new Problem('setup_token_invalid');
    }
    return this.throttle.registration(network);
  }
}
