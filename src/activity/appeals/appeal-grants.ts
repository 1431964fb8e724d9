import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { AdminAct } from '../../access/admin-act.js';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import { Problem } from '../../problem/problem.js';
import { AccessAdministration } from '../../rate-limit/lists/access-administration.js';
import type { StoredOverride } from '../../users/account-of-row.js';
import { UserAdministration } from '../../users/administration/user-administration.js';
import { UserDirectory } from '../../users/user-directory.js';
import type { NamedAppeal } from './appeal-store.js';

/** What an admin gives with the answer to an appeal. */
export interface Grant {
  /** Null takes an override away; undefined leaves it as it is. */
  override: StoredOverride | null | undefined;
  /** Takes the account off the block list, and an override of 0 away. */
  unblock: boolean;
}

export function grantsAnything({ override, unblock }: Grant): boolean {
  return override !== undefined || unblock;
}

/** What an accepted appeal changes of the account, recorded as when an admin does it by itself. */
@Injectable()
export class AppealGrants {
  constructor(
    private readonly users: UserDirectory,
    private readonly administration: UserAdministration,
    private readonly lists: AccessAdministration,
  ) {}

  /**
   * The account's row where it changed: to be published after the commit.
   * @throws Problem `not_found`, `validation_failed` or `conflict`.
   */
  async give(
    transaction: Transaction<Schema>,
    { id, user_id: userId }: NamedAppeal,
    { override, unblock }: Grant,
    act: AdminAct,
  ): Promise<UserRow | null> {
    const user = await this.users.locked(transaction, userId);
    if (user === undefined) throw new Problem('not_found');
    const reason = `appeal ${id}`;
    const blocking = (user.rate_limit_override as StoredOverride | null)?.limit === 0;
    const wish = override === undefined && unblock && blocking ? null : override;
    let granted: UserRow | null = null;
    if (wish !== undefined) {
      const change = { reason, rate_limit_override: wish };
      const { row, changed } = await this.administration.changeIn(transaction, userId, change, act);
      if (changed) granted = row;
    }
    if (!unblock) return granted;
    return (await this.lists.removeAccountIn(transaction, 'block', userId, reason, act)) ?? granted;
  }
}
