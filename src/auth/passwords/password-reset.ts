import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import { Mirrors } from '../../users/mirrors.js';
import { UserDirectory } from '../../users/user-directory.js';
import { AccountRecord } from '../account-record.js';
import type { RequestOrigin } from '../request-origin.js';
import { PasswordStore } from './password-store.js';

/**
 * What follows when a password was chosen by a link that came to the account's address: all sessions end, all other
 * links are void, and the address is proved. API keys go on: programs that hold them share no secret with whoever forgot
 * a password, and revoking them is an act of its own.
 */
@Injectable()
export class PasswordReset {
  constructor(
    private readonly users: UserDirectory,
    private readonly passwords: PasswordStore,
    private readonly mirrors: Mirrors,
    private readonly record: AccountRecord,
  ) {}

  /**
   * @param user with its row locked.
   * @returns the row as it is now, to be given to `tell` after the commit.
   */
  async store(
    transaction: Transaction<Schema>,
    user: UserRow,
    passwordHash: string,
    origin: RequestOrigin,
  ): Promise<UserRow> {
    await this.passwords.store(transaction, user, passwordHash, 'reset', origin);
    await this.users.proveEmail(transaction, user.id);
    if (!user.email_verified) await this.record.append(transaction, user, 'auth.email.verified', origin);
    return (await this.users.endSessions(transaction, user.id)) ?? user;
  }

  /** Called after the commit and before the answer: the sessions are over on every instance then. */
  tell(user: UserRow): Promise<void> {
    return this.mirrors.publishAccount(user);
  }
}
