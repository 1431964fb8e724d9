import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { AdminAct } from '../../access/admin-act.js';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import { Problem } from '../../problem/problem.js';
import { Mirrors } from '../mirrors.js';
import { PlanBook } from '../plans/plan-book.js';
import { ChangeRecord } from './change-record.js';
import { applied, changeEvents, endsSessions, losesAdmin, type Rights, type UserChange } from './user-change.js';
import { afterAllSessions, databaseNow, UserDirectory } from '../user-directory.js';

/**
 * Changes of other people's rights: recorded in their own transaction, told to Redis before they are answered, so that
 * the next request of the account, on any instance, is judged by them.
 */
@Injectable()
export class UserAdministration {
  constructor(
    private readonly database: Database,
    private readonly users: UserDirectory,
    private readonly plans: PlanBook,
    private readonly mirrors: Mirrors,
    private readonly record: ChangeRecord,
  ) {}

  /** @throws Problem `not_found`, `validation_failed` or `last_admin`. */
  async change(id: string, change: UserChange, act: AdminAct): Promise<UserRow> {
    const { row, changed } = await this.database.transaction((transaction) =>
      this.changeIn(transaction, id, change, act),
    );
    if (changed) await this.mirrors.publishAccount(row);
    return row;
  }

  /**
   * As `change`, in the caller's transaction, which publishes the row once it is committed.
   * @throws Problem `not_found`, `validation_failed`, `conflict` or `last_admin`.
   */
  async changeIn(
    transaction: Transaction<Schema>,
    id: string,
    change: UserChange,
    act: AdminAct,
  ): Promise<{ row: UserRow; changed: boolean }> {
    // Before the target's own lock and in one order, so that two demotions queue instead of passing each other.
    const admins = change.role === 'user' || change.status === 'disabled' ? await lockAdmins(transaction) : [];
    const before = await this.users.locked(transaction, id);
    if (!before) throw new Problem('not_found');
    if (change.rate_limit_override?.limit === 0 && id === act.principal.account.id) {
      throw new Problem('conflict', { detail: 'You cannot block your own account.' });
    }
    if (before.kind === 'service' && change.role === 'admin') throw noServiceAdmin();
    const after = applied(before, change, this.plans.names(), Date.now());
    if (losesAdmin(before, after) && !admins.some((admin) => admin !== id)) throw new Problem('last_admin');
    const events = changeEvents(before, after);
    if (events.length === 0) return { row: before, changed: false };
    for (const event of events) await this.record.append(transaction, before, event, act, change.reason);
    return { row: await store(transaction, before, after), changed: true };
  }

  /** Ends all sessions of an account. @throws Problem `not_found`. */
  async revokeSessions(id: string, act: AdminAct, reason?: string): Promise<void> {
    const row = await this.database.transaction(async (transaction) => {
      const user = await this.users.endSessions(transaction, id);
      if (!user) throw new Problem('not_found');
      await this.record.append(transaction, user, { type: 'auth.session.revoked' }, act, reason);
      return user;
    });
    await this.mirrors.publishAccount(row);
  }
}

function noServiceAdmin(): Problem {
  const errors = [{ pointer: '/role', code: 'role', message: 'a service account is no admin' }];
  return new Problem('validation_failed', { errors });
}

/** Ids of the active admins. Under READ COMMITTED a row that stopped being one while we waited is left out. */
export async function lockAdmins(transaction: Transaction<Schema>): Promise<string[]> {
  const rows = await transaction
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'admin')
    .where('status', '=', 'active')
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map((row) => row.id);
}

function store(transaction: Transaction<Schema>, before: UserRow, after: Rights): Promise<UserRow> {
  const { rate_limit_override: override } = after;
  return transaction
    .updateTable('users')
    .set({
      plan: after.plan,
      role: after.role,
      status: after.status,
      permissions: [...after.permissions],
      rate_limit_override: override === null ? null : JSON.stringify(override),
      version: before.version + 1,
      updated_at: databaseNow,
      ...(endsSessions(before, after) ? { sessions_not_before: afterAllSessions } : {}),
    })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
