import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import { UserDirectory } from '../../users/user-directory.js';
import { AccountRecord } from '../account-record.js';
import { OneTimeLinks } from '../links/one-time-links.js';
import type { RequestOrigin } from '../request-origin.js';
import { StrangerCap } from '../throttle/stranger-cap.js';

/** Stores a password that its owner has chosen, records it and tells them. */
@Injectable()
export class PasswordStore {
  constructor(
    private readonly users: UserDirectory,
    private readonly links: OneTimeLinks,
    private readonly strangers: StrangerCap,
    private readonly record: AccountRecord,
  ) {}

  /** @param user with its row locked. */
  async store(
    transaction: Transaction<Schema>,
    user: UserRow,
    passwordHash: string,
    how: 'changed' | 'reset',
    origin: RequestOrigin,
  ): Promise<void> {
    await this.users.setPasswordHash(transaction, user.id, passwordHash);
    // One that is on its way must not undo it.
    await this.links.cancel(transaction, user.id);
    await this.strangers.forget(transaction, user.id);
    // Of an account that nobody has entered there is nothing to be warned of.
    const untouched = user.password_hash === null || user.email_pending;
    const notice = untouched ? undefined : (`password_${how}` as const);
    await this.record.append(transaction, user, `auth.password.${how}`, origin, notice);
  }
}
