import { Injectable } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import { Database } from '../../../database/database.js';
import type { Schema } from '../../../database/schema.js';
import type { AuditCheckpointRow } from '../../../database/tables/audit.js';
import type { CheckpointBody, SignedCheckpoint } from './checkpoint.js';

export interface CheckpointColumns {
  number: number;
  from: number;
  to: number;
  /** When it was written, unix ms. */
  time: number;
  /** Times, unix ms, of the earliest and the latest event of the span; null where an older version wrote it, or it is empty. */
  first: number | null;
  last: number | null;
}

/** A checkpoint as it is kept. */
export interface KeptCheckpoint extends SignedCheckpoint {
  /** Its span's rows are gone. */
  purged: boolean;
  /** What it is found by; follows from its span, and is not signed. */
  columns: CheckpointColumns;
}

@Injectable()
export class CheckpointStore {
  constructor(private readonly database: Database) {}

  async last(store: Kysely<Schema> = this.database.kysely): Promise<SignedCheckpoint | null> {
    const row = await store
      .selectFrom('audit_checkpoints')
      .selectAll()
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : checkpointOf(row);
  }

  /** False when another instance has written this number. */
  async add(transaction: Kysely<Schema>, { body, signature }: SignedCheckpoint, text: string): Promise<boolean> {
    const { rows } = await sql`
      insert into audit_checkpoints (number, from_seq, to_seq, time, body, signature, first_time, last_time)
      select ${body.number}, ${body.from}, ${body.to}, ${body.time}::timestamptz, ${text}, ${Buffer.from(signature, 'base64url')},
        min(time), max(time)
      from activity_events where seq >= ${body.from} and seq <= ${body.to}
      on conflict (number) do nothing returning number`.execute(transaction);
    return rows.length === 1;
  }

  /** Those whose number is above `after`, in their order, at most `limit`. */
  async list(after: number, limit: number): Promise<KeptCheckpoint[]> {
    const rows = await this.database.kysely
      .selectFrom('audit_checkpoints as checkpoint')
      .leftJoin('audit_purges as purge', 'purge.number', 'checkpoint.number')
      .selectAll('checkpoint')
      .select('purge.purged_at')
      .where('checkpoint.number', '>', after)
      .orderBy('checkpoint.number')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ ...checkpointOf(row), purged: row.purged_at !== null, columns: columnsOf(row) }));
  }

  /** The one whose span holds the event. */
  async covering(seq: number): Promise<SignedCheckpoint | null> {
    const row = await this.database.kysely
      .selectFrom('audit_checkpoints')
      .selectAll()
      .where('to_seq', '>=', seq)
      .where('from_seq', '<=', seq)
      .orderBy('to_seq')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : checkpointOf(row);
  }
}

function checkpointOf(row: AuditCheckpointRow): SignedCheckpoint {
  return { body: JSON.parse(row.body) as CheckpointBody, signature: Buffer.from(row.signature).toString('base64url') };
}

function columnsOf(row: AuditCheckpointRow): CheckpointColumns {
  return {
    number: row.number,
    from: row.from_seq,
    to: row.to_seq,
    time: row.time.getTime(),
    first: row.first_time?.getTime() ?? null,
    last: row.last_time?.getTime() ?? null,
  };
}
