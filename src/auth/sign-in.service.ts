import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.js';
import type { UserRow } from '../database/tables/users.js';
import { EventBus } from '../events/event-bus.js';
import { Problem } from '../problem/problem.js';
import type { EmailAddress } from '../users/email-address.js';
import { UserDirectory } from '../users/user-directory.js';
import { SecondFactor } from './mfa/second-factor.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { PasswordProof } from './passwords/password-proof.js';
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

/**
 * Sign-in by password, and by a second factor where one is enrolled.
 */
@Injectable()
export class SignInService {
  constructor(
    private readonly users: UserDirectory,
    private readonly hasher: PasswordHasher,
    private readonly passwords: PasswordProof,
    private readonly secondFactor: SecondFactor,
    private readonly starter: SessionStarter,
    private readonly events: EventBus,
  ) {}

  /**
   * @throws Problem `invalid_credentials`, `account_disabled`, `mfa_required`, `mfa_invalid`, `rate_limited` or
   * `overloaded`.
   */
  async signIn(
    address: EmailAddress,
    { password, otp, life }: PresentedFactors,
    origin: RequestOrigin,
  ): Promise<SignInAnswer> {
    const user = await this.passwords.prove(address, password, origin);
    const proof = await this.secondFactor.complete(byPassword, user, otp, origin);
    const rehashed = await this.rehash(user, password);
    const answer = await this.starter.start(
      async (transaction) => {
        const locked = await this.locked(transaction, user, password, rehashed);
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
      requestId: origin.requestId,
    });
    return answer;
  }

  private async rehash(user: UserRow, password: string): Promise<string | null> {
    const { password_hash } = user;
    return password_hash !== null && this.hasher.outdated(password_hash) ? this.hasher.hash(password) : null;
  }

  /** The account may have changed while the password was being judged: what counts is the row under its lock. */
  private async locked(
    transaction: Transaction<Schema>,
    judged: UserRow,
    password: string,
    rehashed: string | null,
  ): Promise<UserRow> {
    const user = await this.users.locked(transaction, judged.id);
    if (!user) throw new Problem('invalid_credentials');
    const unchanged = user.password_hash === judged.password_hash;
    // Another hash is another password, or the same one that a sign-in beside this one has hashed anew.
    if (!unchanged && !(await this.hasher.verify(password, user.password_hash)))
      throw new Problem('invalid_credentials');
    if (user.status !== 'active') throw new Problem('account_disabled');
    if (unchanged && rehashed !== null) await this.users.setPasswordHash(transaction, user.id, rehashed);
    return user;
  }
}
