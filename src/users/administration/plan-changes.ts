import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import type { DomainEvent } from '../../events/domain-event.js';
import { Outbox } from '../../events/outbox.js';
import { Mirrors } from '../mirrors.js';
import { databaseNow } from '../user-directory.js';

/** Changes of an account's plan that no admin makes: recorded and told to Redis as those of an admin are. */
@Injectable()
export class PlanChanges {
  constructor(
    private readonly mirrors: Mirrors,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Part of a transaction of the caller's, who holds the row's lock and calls `published` after the commit.
   * @param by who changed it, and why.
   */
  async within(
    transaction: Transaction<Schema>,
    before: UserRow,
    plan: string,
    by: { actor: DomainEvent['actor']; reason: string },
  ): Promise<UserRow> {
    await this.outbox.append(transaction, {
      type: 'user.plan_changed',
      outcome: 'ok',
      actor: by.actor,
      tenant: before.id,
      target: { type: 'user', id: before.id },
      data: { from: before.plan, to: plan, reason: by.reason },
    });
    return transaction
      .updateTable('users')
      .set({ plan, version: before.version + 1, updated_at: databaseNow })
      .where('id', '=', before.id)
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** Before the change is answered: the next request of the account, on any instance, is judged by it. */
  published(row: UserRow): Promise<void> {
    return this.mirrors.publishAccount(row);
  }
}
