import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import { Problem } from '../../problem/problem.js';
import { Mirrors } from '../../users/mirrors.js';
import { UserDirectory } from '../../users/user-directory.js';
import type { RequestOrigin } from '../request-origin.js';
import { SessionDirectory } from '../sessions/session-directory.js';
import { type SessionLife, sessionEntry } from '../sessions/session-state.js';
import { type ActOfAdmin, type FactorChange, FactorRecord } from './factor-record.js';

export interface ChangeOfFactor {
  userId: string;
  what: FactorChange;
  origin: RequestOrigin;
  /** Sessions that end with the change: none, all, or all but one (ASVS 5.0 §7.4.3). */
  ends: 'none' | 'all' | { allBut: string };
  admin?: ActOfAdmin;
}

/**
 * A change of an account's second factor as one transaction under the lock of its row: the change, its record, the mail
 * about it, and the end of the sessions that shall end with it.
 */
@Injectable()
export class FactorChanges {
  constructor(
    private readonly database: Database,
    private readonly users: UserDirectory,
    private readonly sessions: SessionDirectory,
    private readonly mirrors: Mirrors,
    private readonly record: FactorRecord,
  ) {}

  /**
   * @param work the change itself; what it throws undoes everything.
   * @throws Problem `not_found`, or what `work` throws.
   */
  async apply<T>(
    change: ChangeOfFactor,
    work: (transaction: Transaction<Schema>, user: UserRow) => Promise<T>,
  ): Promise<T> {
    const { userId, what, origin, ends, admin } = change;
    const { result, ended, account } = await this.database.transaction(async (transaction) => {
      const user = await this.users.locked(transaction, userId);
      if (!user) throw new Problem('not_found');
      const result = await work(transaction, user);
      await this.record.changed(transaction, user, what, origin, admin);
      let ended: SessionLife[] = [];
      let account: UserRow | undefined;
      if (ends === 'all') account = await this.users.endSessions(transaction, userId);
      else if (ends !== 'none') {
        ended = await this.sessions.endOthers(transaction, userId, ends.allBut, 'second_factor_changed');
      }
      return { result, ended, account };
    });
    await this.mirrors.publish(userId, ended.map(sessionEntry));
    if (account) await this.mirrors.publishAccount(account);
    return result;
  }
}
