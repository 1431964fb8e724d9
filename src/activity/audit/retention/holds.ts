import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { AdminAct } from '../../../access/admin-act.js';
import { Database } from '../../../database/database.js';
import type { Schema } from '../../../database/schema.js';
import type { AuditHoldRow } from '../../../database/tables/audit.js';
import { actOf } from '../../../events/act.js';
import { Outbox } from '../../../events/outbox.js';
import { Problem } from '../../../problem/problem.js';
import { lockHolds } from './hold-lock.js';

/** Holds in force at once: more would slow down every purge. */
const HOLDS_LIMIT = 1_000;
/** Released ones that a list still shows. */
const LIST_LIMIT = 2_000;

/** Legal holds: while one is in force, no span in which its events stand is purged. */
@Injectable()
export class Holds {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /** Those in force first, then the newest. */
  list(): Promise<AuditHoldRow[]> {
    return this.database.kysely
      .selectFrom('audit_holds')
      .selectAll()
      .orderBy(sql`released_at is not null`)
      .orderBy('created_at', 'desc')
      .limit(LIST_LIMIT)
      .execute();
  }

  /** @throws Problem `conflict` when a thousand are in force. */
  place(userId: string | null, reason: string, act: AdminAct): Promise<AuditHoldRow> {
    return this.database.transaction(async (transaction) => {
      await lockHolds(transaction);
      const { count } = await transaction
        .selectFrom('audit_holds')
        .select(sql<number>`count(*)::int`.as('count'))
        .where('released_at', 'is', null)
        .executeTakeFirstOrThrow();
      if (count >= HOLDS_LIMIT) throw new Problem('conflict', { detail: `${HOLDS_LIMIT} holds are in force already.` });
      const hold = await transaction
        .insertInto('audit_holds')
        .values({ id: uuidv7(), user_id: userId, reason, created_by: act.principal.account.id })
        .returningAll()
        .executeTakeFirstOrThrow();
      await this.tell(transaction, 'audit.hold.placed', hold, reason, act);
      return hold;
    });
  }

  /** @throws Problem `not_found`, also for one that was released. */
  release(id: string, reason: string, act: AdminAct): Promise<AuditHoldRow> {
    return this.database.transaction(async (transaction) => {
      const hold = await transaction
        .updateTable('audit_holds')
        .set({ released_at: sql<Date>`now()`, released_by: act.principal.account.id })
        .where('id', '=', id)
        .where('released_at', 'is', null)
        .returningAll()
        .executeTakeFirst();
      if (hold === undefined) throw new Problem('not_found');
      await this.tell(transaction, 'audit.hold.released', hold, reason, act);
      return hold;
    });
  }

  private tell(
    transaction: Transaction<Schema>,
    type: 'audit.hold.placed' | 'audit.hold.released',
    hold: AuditHoldRow,
    reason: string,
    { principal, network, requestId }: AdminAct,
  ): Promise<void> {
    const actor = { kind: 'admin', id: principal.account.id } as const;
    return this.outbox.append(transaction, {
      type,
      outcome: 'ok',
      target: { type: 'hold', id: hold.id },
      ...actOf({ actor, network, requestId, reason }, { held: hold.user_id }),
    });
  }
}
