import { Injectable } from '@nestjs/common';
import { EventBus } from '../../events/event-bus.js';
import { Problem } from '../../problem/problem.js';
import { UserDirectory } from '../../users/user-directory.js';
import { SecondFactor } from '../mfa/second-factor.js';
import type { RequestOrigin } from '../request-origin.js';
import { SessionStarter } from '../sessions/session-starter.js';
import type { SignInProof } from '../sessions/sign-in-proof.js';
import type { SignInAnswer } from '../sign-in-answer.js';
import type { ProviderClaims } from './provider-claims.js';

/** RFC 8176 has no name for another's word. */
const BY_PROVIDER = 'oidc';

/** What the provider's word proves: when it asked, and whether it asked for more than one factor. */
export function proofOf({ multiFactor, authenticatedAt }: ProviderClaims): SignInProof {
  const methods = multiFactor ? [BY_PROVIDER, 'mfa'] : [BY_PROVIDER];
  // A provider's clock that is ahead must not make a sign-in recent for longer.
  return { methods, at: authenticatedAt !== null && authenticatedAt.getTime() < Date.now() ? authenticatedAt : 'now' };
}

/** Sessions of people whom the provider has vouched for. */
@Injectable()
export class OidcSessions {
  constructor(
    private readonly users: UserDirectory,
    private readonly secondFactor: SecondFactor,
    private readonly starter: SessionStarter,
    private readonly events: EventBus,
  ) {}

  /** @throws Problem `mfa_required` or `account_disabled`, as the account is under its lock. */
  async open(userId: string, proof: SignInProof, origin: RequestOrigin): Promise<SignInAnswer> {
    const answer = await this.starter.start(
      async (transaction) => {
        const user = await this.users.locked(transaction, userId);
        if (!user) throw new Problem('oidc_not_admitted');
        if (user.status !== 'active') throw new Problem('account_disabled');
        this.secondFactor.demand(user, proof);
        return user;
      },
      origin,
      undefined,
      proof,
    );
    this.events.emit({
      type: 'auth.login.success',
      outcome: 'ok',
      actor: { kind: 'user', id: userId },
      tenant: userId,
      network: origin.network,
      ...(origin.userAgent === null ? {} : { userAgent: origin.userAgent }),
      requestId: origin.requestId,
      data: { by: 'oidc' },
    });
    return answer;
  }

  /** @throws Problem `mfa_invalid` or `rate_limited`. */
  async openWithCode(userId: string, code: string, origin: RequestOrigin): Promise<SignInAnswer> {
    const user = await this.users.byId(userId);
    if (!user) throw new Problem('oidc_state_invalid');
    const proof = await this.secondFactor.complete({ methods: [BY_PROVIDER], at: 'now' }, user, code, origin);
    return this.open(userId, proof, origin);
  }
}
