import { Injectable } from '@nestjs/common';
import type { UserRow } from '../../database/tables/users.js';
import { EventBus } from '../../events/event-bus.js';
import { Problem } from '../../problem/problem.js';
import type { EmailAddress } from '../../users/email-address.js';
import { UserDirectory } from '../../users/user-directory.js';
import { EmailVerification } from '../email/email-verification.js';
import type { RequestOrigin } from '../request-origin.js';
import type { Attempt } from '../throttle/attempt.js';
import { AuthThrottle } from '../throttle/auth-throttle.js';
import { StrangerCap } from '../throttle/stranger-cap.js';
import { PasswordHasher } from './password-hasher.js';

/**
 * Whether a password is an account's own, under the limits of sign-ins wherever it is asked. An unknown address, a wrong
 * password, an account without one and a disabled account with a wrong one get the same answer in the same time; the
 * state of an account is told only after the right password.
 */
@Injectable()
export class PasswordProof {
  constructor(
    private readonly users: UserDirectory,
    private readonly hasher: PasswordHasher,
    private readonly throttle: AuthThrottle,
    private readonly strangers: StrangerCap,
    private readonly events: EventBus,
    private readonly verification: EmailVerification,
  ) {}

  /** @throws Problem `invalid_credentials`, `account_disabled`, `email_unverified`, `rate_limited` or `overloaded`. */
  async prove(address: Pick<EmailAddress, 'key'>, password: string, origin: RequestOrigin): Promise<UserRow> {
    const attempt = await this.throttle.login(address.key, origin.network);
    let stranger: Attempt | undefined;
    let user: UserRow | undefined;
    let right: boolean;
    try {
      user = await this.users.byEmailKey(address.key);
      stranger = await this.strangers.take(user?.id, address.key, origin.network);
      right = await this.hasher.verify(password, user?.password_hash ?? null);
    } catch (error) {
      await Promise.all([attempt.cancelled(), stranger?.cancelled()]);
      throw error;
    }
    const named = this.throttle.classOf(address.key);
    if (!user || !right) {
      this.failed(user, named, 'invalid_credentials', origin);
      throw new Problem('invalid_credentials');
    }
    await Promise.all([attempt.succeeded(), stranger.succeeded()]);
    if (user.status !== 'active') {
      this.failed(user, named, 'account_disabled', origin);
      throw new Problem('account_disabled');
    }
    if (this.verification.awaits(user)) {
      this.failed(user, named, 'email_unverified', origin);
      throw new Problem('email_unverified');
    }
    return user;
  }

  private failed(user: UserRow | undefined, account: string, reason: string, origin: RequestOrigin): void {
    this.events.emit({
      type: 'auth.login.failure',
      outcome: 'denied',
      actor: { kind: 'anonymous' },
      ...(user ? { tenant: user.id, target: { type: 'user', id: user.id } } : {}),
      network: origin.network,
      requestId: origin.requestId,
      data: { reason, account },
    });
  }
}
