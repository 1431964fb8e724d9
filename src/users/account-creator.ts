import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.js';
import type { UserRow } from '../database/tables/users.js';
import { type Act, actOf } from '../events/act.js';
import { Outbox } from '../events/outbox.js';
import { Problem } from '../problem/problem.js';
import type { EmailAddress } from './email-address.js';
import { firstRights, type RightsWish } from './first-rights.js';
import { PlanBook } from './plans/plan-book.js';
import { UserDirectory } from './user-directory.js';

export interface NewAccount extends RightsWish {
  address: EmailAddress;
  name: string | null;
  passwordHash: string | null;
  /** The address must be proved before anybody may enter. */
  emailPending?: boolean;
}

/** Makes accounts of people, and records each in the transaction that makes it. */
@Injectable()
export class AccountCreator {
  constructor(
    private readonly users: UserDirectory,
    private readonly plans: PlanBook,
    private readonly outbox: Outbox,
  ) {}

  /**
   * @param creator without an actor for somebody who registers: then the account made itself.
   * @throws Problem `email_taken`, or `validation_failed` for an unknown plan.
   */
  async create(transaction: Transaction<Schema>, account: NewAccount, creator: Partial<Act>): Promise<UserRow> {
    const rights = firstRights(this.plans, account);
    const user = await this.users.insert(transaction, { ...account, ...rights });
    if (!user) throw new Problem('email_taken');
    await this.outbox.append(transaction, {
      type: 'user.created',
      outcome: 'ok',
      ...actOf({ actor: { kind: 'user', id: user.id }, ...creator }, { plan: user.plan, role: user.role }),
      tenant: user.id,
      target: { type: 'user', id: user.id },
    });
    return user;
  }
}
