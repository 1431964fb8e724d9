import { Injectable } from '@nestjs/common';
import type { AdminAct } from '../../access/admin-act.js';
import { Database } from '../../database/database.js';
import { Problem } from '../../problem/problem.js';
import { UserDirectory } from '../../users/user-directory.js';
import { ForgottenPassword, mayReset } from '../passwords/forgotten-password.js';
import { actBy } from './account-making.js';

/** The reset of a password in its owner's name: for who cannot ask for one, or must not go on with the old one. */
@Injectable()
export class ResetStart {
  constructor(
    private readonly database: Database,
    private readonly users: UserDirectory,
    private readonly forgotten: ForgottenPassword,
  ) {}

  /**
   * @returns the link where no mail takes it to its owner; null otherwise.
   * @throws Problem `not_found`, or `conflict` for an account that has no password to reset.
   */
  start(id: string, act: AdminAct, reason: string | undefined): Promise<{ link: string | null }> {
    return this.database.transaction(async (transaction) => {
      const user = await this.users.locked(transaction, id);
      if (!user) throw new Problem('not_found');
      if (!mayReset(user))
        throw new Problem('conflict', { detail: 'The account has no password that could be reset.' });
      return this.forgotten.begin(transaction, user, actBy(act, reason));
    });
  }
}
