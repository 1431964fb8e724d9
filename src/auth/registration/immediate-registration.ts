import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import { Problem } from '../../problem/problem.js';
import { AccountCreator } from '../../users/account-creator.js';
import { SetupTokens } from '../bootstrap/setup-tokens.js';
import type { RequestOrigin } from '../request-origin.js';
import { SessionStarter } from '../sessions/session-starter.js';
import type { SignInAnswer } from '../sign-in-answer.js';
import type { Registration } from './registration.js';

/** Registration that signs in at once: where no mail is configured, and for the first admin. */
@Injectable()
export class ImmediateRegistration {
  constructor(
    private readonly accounts: AccountCreator,
    private readonly tokens: SetupTokens,
    private readonly starter: SessionStarter,
  ) {}

  /** @throws Problem `email_taken` or `setup_token_invalid`. */
  register(registration: Registration, passwordHash: string, origin: RequestOrigin): Promise<SignInAnswer> {
    return this.starter.start((transaction) => this.create(transaction, registration, passwordHash, origin), origin);
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
