import { sql, type Transaction } from 'kysely';
import type { Schema } from '../../../database/schema.js';

/** Any constant will do, it only must be ours. */
const ADVISORY_LOCK = 727_050_240;

/**
 * Whatever changes alerts does so one after another, over all instances: two of them never open the same alert twice, and
 * the numbers of `alert_changes` are committed in their order, so that the live stream misses none. Alerts are few; requests
 * never wait for this.
 * @returns the database's time.
 */
export async function lockAlerts(transaction: Transaction<Schema>): Promise<Date> {
  await sql`select pg_advisory_xact_lock(${ADVISORY_LOCK}::bigint)`.execute(transaction);
  const { rows } = await sql<{ now: Date }>`select date_trunc('milliseconds', clock_timestamp()) as now`.execute(
    transaction,
  );
  return (rows[0] as { now: Date }).now;
}
