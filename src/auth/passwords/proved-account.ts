import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import { Problem } from '../../problem/problem.js';
import { UserDirectory } from '../../users/user-directory.js';
import { EmailVerification } from '../email/email-verification.js';
import { PasswordHasher } from './password-hasher.js';

/** An account between the proof of its password and the session that follows: what may have changed meanwhile. */
@Injectable()
export class ProvedAccount {
  constructor(
    private readonly users: UserDirectory,
    private readonly hasher: PasswordHasher,
    private readonly verification: EmailVerification,
  ) {}

  /** A new hash, when the stored one was made at another cost or with another pepper; hashed before any lock is held. */
  async rehash({ password_hash }: UserRow, password: string): Promise<string | null> {
    return password_hash !== null && this.hasher.outdated(password_hash) ? this.hasher.hash(password) : null;
  }

  /**
   * The row under its lock, which is what counts.
   * @param judged the row whose password was proved.
   * @throws Problem `invalid_credentials` or `account_disabled`.
   */
  async lock(
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
    await this.verification.entered(transaction, user);
    return user;
  }
}
