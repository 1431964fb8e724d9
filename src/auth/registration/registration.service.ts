import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import { Problem } from '../../problem/problem.js';
import { AccountCreator } from '../../users/account-creator.js';
import type { EmailAddress } from '../../users/email-address.js';
import { SetupTokens } from '../bootstrap/setup-tokens.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { RegistrationGate } from './registration-gate.js';
import type { RequestOrigin } from '../request-origin.js';
import { SessionStarter } from '../sessions/session-starter.js';
import type { SignInAnswer } from '../sign-in-answer.js';

export interface Registration {
  address: EmailAddress;
  name: string | null;
  password: string;
  /** Makes the account the first admin. */
  setupToken: string | undefined;
}

/** Opens an account for whoever asks, while registration is open, or the first admin's for who holds the set-up token. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly gate: RegistrationGate,
    private readonly accounts: AccountCreator,
    private readonly tokens: SetupTokens,
    private readonly hasher: PasswordHasher,
    private readonly starter: SessionStarter,
  ) {}

  /**
   * @throws Problem `email_taken` (without mail there is no way to hide it; the network's limit slows the search),
   * `registration_closed`, `setup_token_invalid`, `rate_limited` or `overloaded`.
   */
  async register(registration: Registration, origin: RequestOrigin): Promise<SignInAnswer> {
    const leave = await this.gate.enter(registration.setupToken, origin.network);
    try {
      const passwordHash = await this.hasher.hash(registration.password);
      const prepare = (transaction: Transaction<Schema>) =>
        this.create(transaction, registration, passwordHash, origin);
      return await this.starter.start(prepare, origin);
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) await leave();
      throw error;
    }
  }

  private async create(
    transaction: Transaction<Schema>,
    { address, name, setupToken }: Registration,
    passwordHash: string,
    { network, requestId }: RequestOrigin,
  ): Promise<UserRow> {
    if (setupToken !== undefined && !(await this.tokens.consume(transaction, setupToken))) {
      throw new Problem('setup_token_invalid');
    }
    const role = setupToken === undefined ? 'user' : 'admin';
    return this.accounts.create(transaction, { address, name, passwordHash, role }, { network, requestId });
  }
}
