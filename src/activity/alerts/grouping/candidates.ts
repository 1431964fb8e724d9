import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../../../database/schema.js';
import type { AlertChannelRow, AlertRow } from '../../../database/tables/alerts.js';
import { groupKeyOf, scenarioOf, tells } from './group.js';
import { SuppressionReader } from './suppression.js';
import type { Candidate } from './told.js';

/** Alerts of a group looked at for one message; the rest waits for the next. */
const LIMIT = 2_000;

/** Reads what a group of a channel may have to say. */
@Injectable()
export class Candidates {
  constructor(private readonly suppression: SuppressionReader) {}

  /** Those never told first. `whole`: false when there are more. */
  async of(
    transaction: Transaction<Schema>,
    channel: AlertChannelRow,
    groupKey: string,
  ): Promise<{ candidates: Candidate[]; whole: boolean }> {
    let query = transaction
      .selectFrom('alerts')
      .leftJoin('alert_notices as notice', (join) =>
        join.onRef('notice.alert_id', '=', 'alerts.id').on('notice.channel_id', '=', channel.id),
      )
      .selectAll('alerts')
      .select(['notice.episode as told_episode', 'notice.resolved as told_resolved'])
      .where((row) => row.or([row('alerts.state', '<>', 'resolved'), row('notice.resolved', '=', false)]))
      .orderBy('notice.told_at', (order) => order.asc().nullsFirst())
      .orderBy('alerts.fired_at', 'desc')
      .limit(LIMIT);
    const scenario = scenarioOf(groupKey);
    query =
      scenario === null
        ? query.where('alerts.severity', 'in', ['low', 'info'])
        : query.where('alerts.scenario', '=', scenario);
    const rows = await query.execute();
    const suppressions = await this.suppression.read(transaction);
    const candidates = rows
      .filter((row) => tells(channel, row) && groupKeyOf(channel, row) === groupKey)
      .map(({ told_episode, told_resolved, ...row }) => ({
        row,
        told: told_episode === null ? null : { episode: told_episode, resolved: told_resolved === true },
        suppressed: suppressions.of(row) !== null,
      }));
    return { candidates, whole: rows.length < LIMIT };
  }
}

/** Notes that the channel knows of these alerts as they are now. */
export async function remember(
  transaction: Transaction<Schema>,
  channelId: string,
  alerts: readonly AlertRow[],
  now: Date,
): Promise<void> {
  if (alerts.length === 0) return;
  await transaction
    .insertInto('alert_notices')
    .values(
      alerts.map(({ id, episode, state }) => ({
        channel_id: channelId,
        alert_id: id,
        episode,
        resolved: state === 'resolved',
        told_at: now,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['channel_id', 'alert_id']).doUpdateSet((row) => ({
        episode: row.ref('excluded.episode'),
        resolved: row.ref('excluded.resolved'),
        told_at: row.ref('excluded.told_at'),
      })),
    )
    .execute();
}
