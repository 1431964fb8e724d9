import { sql, type Transaction } from 'kysely';
import type { Schema } from '../../../database/schema.js';

/** Any constant will do, it only must be ours. */
const ADVISORY_LOCK = 727_050_002;

/**
 * To the end of the transaction either a hold is placed or a span is purged, over all instances. By an advisory lock, for the
 * role that purges may not change the table of holds.
 */
export async function lockHolds(transaction: Transaction<Schema>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ADVISORY_LOCK})`.execute(transaction);
}
