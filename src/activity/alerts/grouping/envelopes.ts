import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { Configuration } from '../../../config/configuration.js';
import type { Schema } from '../../../database/schema.js';
import type { AlertChannelRow, AlertRow } from '../../../database/tables/alerts.js';
import { DIGEST, groupKeyOf, OVERFLOW, tells } from './group.js';

/** Of one group of one channel. */
export interface Envelope {
  channelId: string;
  groupKey: string;
}

/**
 * A delivery that still gathers: at most one for each group of each channel. It is the promise that the channel will hear,
 * written in the transaction of the alert's change; what it says is put together when it is due.
 */
@Injectable()
export class Envelopes {
  private readonly wait: number;
  private readonly interval: number;
  private readonly digestInterval: number;

  constructor(configuration: Configuration) {
    const { ALERT_GROUP_WAIT, ALERT_GROUP_INTERVAL, ALERT_DIGEST_INTERVAL } = configuration.settings;
    this.wait = ALERT_GROUP_WAIT;
    this.interval = ALERT_GROUP_INTERVAL;
    this.digestInterval = ALERT_DIGEST_INTERVAL;
  }

  /** For every channel that is to hear of these alerts: after the group's wait, and its interval since it was told last. */
  async promise(transaction: Transaction<Schema>, alerts: readonly AlertRow[], now: Date): Promise<void> {
    const channels = await transaction.selectFrom('alert_channels').selectAll().where('enabled', '=', true).execute();
    for (const channel of channels) {
      const told = alerts.filter((alert) => tells(channel, alert));
      const groups = new Set(told.map((alert) => groupKeyOf(channel, alert)));
      for (const groupKey of groups) await this.put(transaction, channel, groupKey, now);
    }
  }

  /** Makes the group's envelope due at a time, or sooner if it is already. */
  async due(transaction: Transaction<Schema>, { channelId, groupKey }: Envelope, at: Date, now: Date): Promise<void> {
    await transaction
      .insertInto('alert_deliveries')
      .values({
        id: uuidv7(),
        channel_id: channelId,
        kind: groupKey === DIGEST ? 'digest' : groupKey === OVERFLOW ? 'overflow' : 'group',
        group_key: groupKey,
        state: 'gathering',
        message: null,
        due_at: at,
        created_at: now,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['channel_id', 'group_key'])
          .where('state', '=', sql.lit('gathering'))
          .doUpdateSet((row) => ({ due_at: row.fn('least', ['alert_deliveries.due_at', 'excluded.due_at']) })),
      )
      .execute();
  }

  private async put(
    transaction: Transaction<Schema>,
    channel: AlertChannelRow,
    groupKey: string,
    now: Date,
  ): Promise<void> {
    const [wait, interval] =
      groupKey === DIGEST ? [this.digestInterval, this.digestInterval] : [this.wait, this.interval];
    const last = await lastComposed(transaction, { channelId: channel.id, groupKey });
    const soonest = now.getTime() + wait * 1_000;
    const at = last === null ? soonest : Math.max(soonest, last.getTime() + interval * 1_000);
    await this.due(transaction, { channelId: channel.id, groupKey }, new Date(at), now);
  }
}

/** When the group was told last on the channel; null when it never was. */
export async function lastComposed(transaction: Transaction<Schema>, envelope: Envelope): Promise<Date | null> {
  const row = await transaction
    .selectFrom('alert_deliveries')
    .select('composed_at')
    .where('channel_id', '=', envelope.channelId)
    .where('group_key', '=', envelope.groupKey)
    .where('composed_at', 'is not', null)
    .orderBy('composed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.composed_at ?? null;
}
