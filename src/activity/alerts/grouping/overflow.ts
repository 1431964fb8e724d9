import { sql, type Transaction } from 'kysely';
import type { Schema } from '../../../database/schema.js';
import type { AlertRow } from '../../../database/tables/alerts.js';

/** How many alerts of each scenario a channel's digest of the overflow tells of. */
export type OverflowCounts = Record<string, number>;

const MINUTE_MS = 60_000;

/**
 * A channel takes so many messages in any minute. What is beyond is counted into one digest ("41 more"), which goes out as
 * soon as the minute has room.
 * @returns when that will be; null when there is room now.
 */
export async function minuteFullUntil(
  transaction: Transaction<Schema>,
  channelId: string,
  rate: number,
  now: Date,
): Promise<Date | null> {
  const rows = await transaction
    .selectFrom('alert_deliveries')
    .select('composed_at')
    .where('channel_id', '=', channelId)
    .where('composed_at', '>', new Date(now.getTime() - MINUTE_MS))
    .where('kind', 'in', ['group', 'digest', 'overflow'])
    .orderBy('composed_at', 'desc')
    .limit(rate)
    .execute();
  const oldest = rows[rate - 1]?.composed_at;
  return oldest ? new Date(oldest.getTime() + MINUTE_MS + 1) : null;
}

/** Counts alerts into the channel's overflow, which is gathering. */
export async function addOverflow(
  transaction: Transaction<Schema>,
  channelId: string,
  alerts: readonly AlertRow[],
): Promise<void> {
  const row = await transaction
    .selectFrom('alert_deliveries')
    .select(['id', 'message'])
    .where('channel_id', '=', channelId)
    .where('kind', '=', 'overflow')
    .where('state', '=', sql.lit('gathering'))
    .executeTakeFirstOrThrow();
  const counts: OverflowCounts = { ...(row.message as OverflowCounts | null) };
  for (const { scenario } of alerts) counts[scenario] = (counts[scenario] ?? 0) + 1;
  await transaction
    .updateTable('alert_deliveries')
    .set({ message: JSON.stringify(counts) })
    .where('id', '=', row.id)
    .execute();
}
