import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Configuration } from '../../config/configuration.js';
import { StartError } from '../../config/start-error.js';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import { AccountCreator, type NewAccount } from '../../users/account-creator.js';
import { parseEmail } from '../../users/email-address.js';
import { NewPasswords } from '../passwords/new-passwords.js';
import { announceSetupToken } from './setup-announcement.js';
import { SetupTokens } from './setup-tokens.js';

/**
 * There is no default password and the first to register is nobody special: while there is no admin, one is made from
 * ADMIN_EMAIL and ADMIN_PASSWORD, or a one-time token is printed that makes one.
 */
@Injectable()
export class FirstAdmin implements OnApplicationBootstrap {
  constructor(
    private readonly configuration: Configuration,
    private readonly database: Database,
    private readonly accounts: AccountCreator,
    private readonly tokens: SetupTokens,
    private readonly passwords: NewPasswords,
  ) {}

  /** @throws StartError when ADMIN_EMAIL or ADMIN_PASSWORD cannot be used. */
  async onApplicationBootstrap(): Promise<void> {
    const { ADMIN_EMAIL, ADMIN_PASSWORD } = this.configuration.settings;
    const needed = await this.database.transaction((transaction) => this.tokens.mayMakeFirstAdmin(transaction));
    if (!needed) return;
    if (ADMIN_EMAIL !== undefined && ADMIN_PASSWORD !== undefined) await this.make(ADMIN_EMAIL, ADMIN_PASSWORD);
    else announceSetupToken(await this.tokens.make());
  }

  private async make(email: string, password: string): Promise<void> {
    const address = parseEmail(email);
    if (typeof address === 'string') throw new StartError(`ADMIN_EMAIL: ${address}`);
    const weakness = this.passwords.problem(password, { email });
    if (weakness !== null) throw new StartError(`ADMIN_PASSWORD: ${weakness}`);
    const passwordHash = await this.passwords.hash(password, { email }, 'ADMIN_PASSWORD');
    const admin: NewAccount = { address, name: null, passwordHash, role: 'admin' };
    await this.database.transaction((transaction) => this.makeIfNone(transaction, admin));
  }

  private async makeIfNone(transaction: Transaction<Schema>, admin: NewAccount): Promise<void> {
    // Another instance may have been quicker.
    if (!(await this.tokens.mayMakeFirstAdmin(transaction))) return;
    try {
      await this.accounts.create(transaction, admin, { actor: { kind: 'system' } });
    } catch (error) {
      // Whoever registered that address knows its password: raising that account would hand them the service.
      throw new StartError(
        'ADMIN_EMAIL is the address of an ordinary account: choose another one, or start without it and use the set-up token.',
        { cause: error },
      );
    }
  }
}
