import { sql, type Transaction } from 'kysely';
import type { Schema } from '../../../database/schema.js';
import type { ActivityEvent, StoredEvent } from '../../activity-event.js';
import { type AuditRecord, linkHash } from './audit-record.js';
import { type NewEventRow, rowOf } from './event-row.js';

/** What is to be kept of a stored event: the same one with what it says of people sealed. */
export interface SealedEvent {
  stored: StoredEvent;
  kept: ActivityEvent;
}

interface Head {
  seq: number;
  hash: Buffer;
  /** The database's time, unix ms. */
  now: number;
}

/**
 * Appends events to the chain in the order given, in the caller's transaction. From here to its end the head's row is
 * locked: one instance appends at a time, and `seq` follows the order of commits, without gaps, so a reader who has seen
 * `n` has seen all before it. That also makes "is it there already" exact: a second delivery appends nothing.
 *
 * Returns the events that were not there yet, with their `seq`.
 */
export async function appendToChain(
  transaction: Transaction<Schema>,
  batch: readonly SealedEvent[],
): Promise<StoredEvent[]> {
  if (batch.length === 0) return [];
  const head = await lockHead(transaction);
  const known = await knownIds(transaction, batch);
  const rows: NewEventRow[] = [];
  const fresh: StoredEvent[] = [];
  let { seq, hash } = head;
  for (const { stored, kept } of batch) {
    if (known.has(stored.event.id)) continue;
    known.add(stored.event.id);
    seq += 1;
    const record: AuditRecord = { ...kept, seq, time: stored.time, logged: head.now };
    hash = linkHash(hash, record);
    rows.push(rowOf(record, hash, stored.event.net));
    fresh.push({ ...stored, seq });
  }
  if (rows.length === 0) return [];
  await insertRows(transaction, rows);
  await transaction.updateTable('audit_head').set({ seq, hash }).execute();
  return fresh;
}

async function lockHead(transaction: Transaction<Schema>): Promise<Head> {
  const { rows } = await sql<Head>`
    select seq, hash, floor(extract(epoch from clock_timestamp()) * 1000)::double precision as now
    from audit_head for update`.execute(transaction);
  const [head] = rows;
  if (head === undefined) throw new Error('the head of the audit chain is missing');
  return { ...head, hash: Buffer.from(head.hash) };
}

async function knownIds(transaction: Transaction<Schema>, batch: readonly SealedEvent[]): Promise<Set<string>> {
  const ids = JSON.stringify(batch.map(({ stored }) => stored.event.id));
  const { rows } = await sql<{ id: string }>`
    select id from activity_events
    where id in (select value::uuid from jsonb_array_elements_text(${ids}::jsonb))`.execute(transaction);
  return new Set(rows.map(({ id }) => id));
}

/** One statement and one parameter for the whole batch. */
async function insertRows(transaction: Transaction<Schema>, rows: readonly NewEventRow[]): Promise<void> {
  const values = rows.map((row) => ({
    ...row,
    time: row.time / 1000,
    hash: row.hash.toString('base64'),
    body: row.body.toString('base64'),
  }));
  await sql`
    insert into activity_events (seq, time, id, user_id, actor_id, corr_hash, net_bucket, type, outcome, route, target, hash, body)
    select seq, to_timestamp(time), id, user_id, actor_id, corr_hash, net_bucket, type, outcome, route, target,
      decode(hash, 'base64'), decode(body, 'base64')
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb)
      as r (seq bigint, time double precision, id uuid, user_id uuid, actor_id uuid, corr_hash integer, net_bucket smallint,
        type text, outcome text, route text, target text, hash text, body text)
    order by seq`.execute(transaction);
}
