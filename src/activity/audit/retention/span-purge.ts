import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../../../database/database.js';
import type { Schema } from '../../../database/schema.js';
import { Outbox } from '../../../events/outbox.js';
import { lockHolds } from './hold-lock.js';

interface Span {
  number: number;
  from_seq: number;
  to_seq: number;
}

/**
 * Removes the record span by span: its checkpoint stays, and with it the proof of what was before and after, so the rest
 * can still be verified. A span in which a held account's events stand is kept whole.
 */
@Injectable()
export class SpanPurge {
  constructor(private readonly database: Database) {}

  /** The oldest span that is old enough and not held. Returns how many events went with it; 0 when there is none. */
  async purgeOldest(days: number): Promise<number> {
    return this.database.transaction(async (transaction) => {
      // A hold that is being placed is either seen here, or waits and finds the rows gone and known to be.
      await lockHolds(transaction);
      const span = await oldestSpan(transaction, days);
      if (span === undefined) return 0;
      const deleted = await transaction
        .deleteFrom('activity_events')
        .where('seq', '>=', span.from_seq)
        .where('seq', '<=', span.to_seq)
        .executeTakeFirst();
      const rows = Number(deleted.numDeletedRows);
      await transaction.insertInto('audit_purges').values({ number: span.number, rows }).execute();
      await new Outbox().append(transaction, {
        type: 'audit.purged',
        outcome: 'ok',
        actor: { kind: 'system' },
        target: { type: 'checkpoint', id: String(span.number) },
        data: { from: span.from_seq, to: span.to_seq, count: rows, days },
      });
      return rows;
    });
  }
}

async function oldestSpan(transaction: Transaction<Schema>, days: number): Promise<Span | undefined> {
  const { rows } = await sql<Span>`
    select span.number, span.from_seq, span.to_seq
    from audit_checkpoints as span
    where span.time < now() - make_interval(days => ${days}::integer)
      and span.to_seq >= span.from_seq
      and not exists (select from audit_purges as purge where purge.number = span.number)
      and not exists (
        select from audit_holds as hold
        where hold.released_at is null
          and (hold.user_id is null or exists (
            select from activity_events as event
            where event.seq between span.from_seq and span.to_seq
              and (event.user_id = hold.user_id or event.actor_id = hold.user_id))))
    order by span.number
    limit 1
    for update of span skip locked`.execute(transaction);
  return rows[0];
}
