import { Injectable } from '@nestjs/common';
import { EventBus } from '../events/event-bus.js';
import type { EmailAddress } from '../users/email-address.js';
import { SecondFactor } from './mfa/second-factor.js';
import { PasswordProof } from './passwords/password-proof.js';
import { ProvedAccount } from './passwords/proved-account.js';
import type { RequestOrigin } from './request-origin.js';
import { SessionStarter } from './sessions/session-starter.js';
import { byPassword } from './sessions/sign-in-proof.js';
import type { SignInAnswer } from './sign-in-answer.js';

/** What somebody presents to sign in. */
export interface PresentedFactors {
  password: string;
  /** A one-time or recovery code; looked at only where one is enrolled. */
  otp?: string | undefined;
  /** Of the access token, seconds; the configured one when absent. */
  life?: number | undefined;
}

/** Sign-in by password, and by a second factor where one is enrolled. */
@Injectable()
export class SignInService {
  constructor(
    private readonly passwords: PasswordProof,
    private readonly accounts: ProvedAccount,
    private readonly secondFactor: SecondFactor,
    private readonly starter: SessionStarter,
    private readonly events: EventBus,
  ) {}

  /**
   * @throws Problem `invalid_credentials`, `account_disabled`, `email_unverified`, `mfa_required`, `mfa_invalid`,
   * `rate_limited` or `overloaded`.
   */
  async signIn(
    address: EmailAddress,
    { password, otp, life }: PresentedFactors,
    origin: RequestOrigin,
  ): Promise<SignInAnswer> {
    const user = await this.passwords.prove(address, password, origin);
    const proof = await this.secondFactor.complete(byPassword, user, otp, origin);
    const rehashed = await this.accounts.rehash(user, password);
    const answer = await this.starter.start(
      async (transaction) => {
        const locked = await this.accounts.lock(transaction, user, password, rehashed);
        this.secondFactor.demand(locked, proof);
        return locked;
      },
      origin,
      life,
      proof,
    );
    this.events.emit({
      type: 'auth.login.success',
      outcome: 'ok',
      actor: { kind: 'user', id: user.id },
      tenant: user.id,
      network: origin.network,
      ...(origin.userAgent === null ? {} : { userAgent: origin.userAgent }),
      requestId: origin.requestId,
    });
    return answer;
  }
}
