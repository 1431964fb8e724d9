import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Schema } from '../database/schema.js';
import type { UserRow } from '../database/tables/users.js';
import { type Act, actOf } from '../events/act.js';
import { Outbox } from '../events/outbox.js';
import { firstRights, type RightsWish } from './first-rights.js';
import { PlanBook } from './plans/plan-book.js';
import { databaseNow } from './user-directory.js';

export interface NewServiceAccount extends Omit<RightsWish, 'role'> {
  name: string;
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
  async create(transaction: Transaction<Schema>, account: NewServiceAccount, creator: Act): Promise<UserRow> {
    const { plan, permissions } = firstRights(this.plans, { ...account, role: 'user' });
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
    await this.outbox.append(transaction, {
      type: 'user.created',
      outcome: 'ok',
      ...actOf(creator, { kind: 'service', plan, role: 'user' }),
      tenant: id,
      target: { type: 'user', id },
    });
    return user;
  }
}
