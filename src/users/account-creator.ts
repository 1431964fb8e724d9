import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.js';
import type { UserRow } from '../database/tables/users.js';
import type { DomainEvent } from '../events/domain-event.js';
import { Outbox } from '../events/outbox.js';
import { Problem } from '../problem/problem.js';
import type { EmailAddress } from './email-address.js';
import { PlanBook } from './plans/plan-book.js';
import { UserDirectory } from './user-directory.js';

export interface NewAccount {
  address: EmailAddress;
  name: string | null;
  passwordHash: string | null;
  role: 'user' | 'admin';
  /** The address must be proved before anybody may enter. */
  emailPending?: boolean;
}

/** Who made an account, for the record. */
export type Creator = Pick<DomainEvent, 'actor' | 'network' | 'requestId'>;

/** Makes accounts on the default plan, and records each in the transaction that makes it. */
@Injectable()
export class AccountCreator {
  constructor(
    private readonly users: UserDirectory,
    private readonly plans: PlanBook,
    private readonly outbox: Outbox,
  ) {}

  /**
   * @param creator absent for somebody who registers: then the account made itself.
   * @throws Problem `email_taken`.
   */
  async create(transaction: Transaction<Schema>, account: NewAccount, creator: Partial<Creator>): Promise<UserRow> {
    const plan = this.plans.default;
    const user = await this.users.insert(transaction, { ...account, plan: plan.name, permissions: plan.permissions });
    if (!user) throw new Problem('email_taken');
    await this.outbox.append(transaction, {
      type: 'user.created',
      outcome: 'ok',
      actor: { kind: 'user', id: user.id },
      ...creator,
      tenant: user.id,
      target: { type: 'user', id: user.id },
      data: { plan: user.plan, role: user.role },
    });
    return user;
  }
}
