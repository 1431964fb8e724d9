import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/caller.js';
import { Database } from '../../database/database.js';
import { EventBus } from '../../events/event-bus.js';
import { Problem } from '../../problem/problem.js';

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export interface ViewedAccount {
  plan: string;
  role: 'user' | 'admin';
}

/** Who watched whom: an admin's look at a user's record is itself an event. */
@Injectable()
export class ViewedAccounts {
  constructor(
    private readonly database: Database,
    private readonly bus: EventBus,
  ) {}

  /** @throws Problem `not_found`, the same for an id that is none and one that nobody has. */
  async view(admin: Principal, userId: string, what: string): Promise<ViewedAccount> {
    if (!uuid.test(userId)) throw new Problem('not_found');
    const account = await this.database.kysely
      .selectFrom('users')
      .select(['plan', 'role'])
      .where('id', '=', userId)
      .executeTakeFirst();
    if (account === undefined) throw new Problem('not_found');
    this.bus.emit({
      type: 'admin.viewed_user',
      outcome: 'ok',
      actor: { kind: 'admin', id: admin.account.id },
      tenant: userId,
      target: { type: 'user', id: userId },
      data: { what },
    });
    return account;
  }
}
