import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Permission } from '../access/account.js';
import type { Schema } from '../database/schema.js';
import type { UserRow } from '../database/tables/users.js';
import { Outbox } from '../events/outbox.js';
import { Problem } from '../problem/problem.js';
import type { Creator } from './account-creator.js';
import { PlanBook } from './plans/plan-book.js';
import { databaseNow } from './user-directory.js';

export interface NewServiceAccount {
  name: string;
  /** Absent is the default plan. */
  plan?: string | undefined;
  /** Absent are the plan's. `admin` cannot be among them. */
  permissions?: readonly Permission[] | undefined;
}

/**
 * Service accounts: users without a password, made by an admin, that hold API keys only and belong to no person, so that
 * nothing breaks when somebody leaves. Nobody signs in as one: there is no password to prove, and the address, which
 * every account has because it is its name in tokens and records, ends in `.invalid` (RFC 2606) and gets no mail.
 */
@Injectable()
export class ServiceAccounts {
  constructor(
    private readonly plans: PlanBook,
    private readonly outbox: Outbox,
  ) {}

  /** @throws Problem `validation_failed` for an unknown plan, or `admin` among the permissions. */
  async create(
    transaction: Transaction<Schema>,
    account: NewServiceAccount,
    creator: Creator & { reason?: string | undefined },
  ): Promise<UserRow> {
    const plan = account.plan ?? this.plans.default.name;
    refuse(!this.plans.names().includes(plan), '/plan', `must be one of ${this.plans.names().join(', ')}`);
    const permissions = account.permissions ?? this.plans.of(plan).permissions;
    refuse(permissions.includes('admin'), '/permissions', 'admin follows from the role alone');
    const id = uuidv7();
    const address = `${id}@service.invalid`;
    const user = await transaction
      .insertInto('users')
      .values({
        id,
        kind: 'service',
        email: address,
        email_key: address,
        name: account.name,
        password_hash: null,
        plan,
        role: 'user',
        status: 'active',
        permissions: [...permissions],
        rate_limit_override: null,
        sessions_not_before: databaseNow,
        created_at: databaseNow,
        updated_at: databaseNow,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const { reason, ...act } = creator;
    await this.outbox.append(transaction, {
      type: 'user.created',
      outcome: 'ok',
      ...act,
      tenant: id,
      target: { type: 'user', id },
      data: { kind: 'service', plan, role: 'user', ...(reason === undefined ? {} : { reason }) },
    });
    return user;
  }
}

function refuse(wrong: boolean, pointer: string, message: string): void {
  if (wrong) throw new Problem('validation_failed', { errors: [{ pointer, code: pointer.slice(1), message }] });
}
