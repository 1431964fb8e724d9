import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { AdminAct } from '../../../access/admin-act.js';
import { Database } from '../../../database/database.js';
import type { AlertDeliveryRow } from '../../../database/tables/alerts.js';
import { Outbox } from '../../../events/outbox.js';
import { Problem } from '../../../problem/problem.js';
import type { Message } from '../content/message.js';
import { headline } from '../content/words.js';
import type { Attempt } from '../delivery/attempt.js';
import { DeliverySender } from '../delivery/delivery-sender.js';
import { lockAlerts } from '../model/alert-lock.js';
import { channelEvent } from './channel-record.js';
import type { DeliveriesQuery } from './channels.dto.js';

const PAGE = 50;

/** A message in the delivery log. */
export interface DeliveryView {
  /** Receivers see it as `webhook-id`. */
  id: string;
  kind: AlertDeliveryRow['kind'];
  state: AlertDeliveryRow['state'];
  title: string | null;
  /** Ids of the alerts that it tells of. */
  alerts: string[];
  attempts: number;
  /** When it is composed or tried next; null when it is settled. */
  due_at: string | null;
  created_at: string;
  settled_at: string | null;
  /** The last attempts, oldest first. */
  log: Attempt[];
}

export interface TestResult {
  delivered: boolean;
  /** A word: `delivered`, `http_500`, `timeout`, `address_refused` … */
  result: string;
  status: number | null;
}

/** The delivery log of a channel, its test button and "send again". */
@Injectable()
export class Deliveries {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly sender: DeliverySender,
  ) {}

  /** Newest first. @throws Problem `not_found` for a channel that is not there. */
  async page(
    channelId: string,
    { state, cursor, limit }: DeliveriesQuery,
  ): Promise<{ items: DeliveryView[]; next_cursor: string | null }> {
    await this.channel(channelId);
    const size = limit === undefined ? PAGE : Number(limit);
    let rows = this.database.kysely.selectFrom('alert_deliveries').selectAll().where('channel_id', '=', channelId);
    if (state !== undefined) rows = rows.where('state', '=', state);
    if (cursor !== undefined) rows = rows.where('id', '<', cursor);
    const found = await rows
      .orderBy('id', 'desc')
      .limit(size + 1)
      .execute();
    const page = found.slice(0, size);
    return {
      items: page.map(deliveryView),
      next_cursor: found.length > size ? (page.at(-1)?.id ?? null) : null,
    };
  }

  /** Sends a message that says it is a test, now and once. @throws Problem `not_found`, `conflict` while it is off. */
  async test(channelId: string, reason: string | undefined, act: AdminAct): Promise<TestResult> {
    const { enabled } = await this.channel(channelId);
    if (!enabled) throw new Problem('conflict', { detail: 'The channel is switched off.' });
    const id = uuidv7();
    await this.database.transaction(async (transaction) => {
      const now = await lockAlerts(transaction);
      const message: Message = {
        kind: 'test',
        composed_at: now.toISOString(),
        scenario: null,
        alerts: [],
        more: 0,
      };
      await transaction
        .insertInto('alert_deliveries')
        .values({
          id,
          channel_id: channelId,
          kind: 'test',
          group_key: 'test',
          state: 'waiting',
          message: JSON.stringify(message),
          // A moment ahead: it is this instance that sends it, while somebody waits for the answer.
          due_at: new Date(now.getTime() + 5_000),
          created_at: now,
          composed_at: now,
        })
        .execute();
      const data = { delivery: id, reason: reason ?? null };
      await this.outbox.append(transaction, channelEvent('admin.channel.tested', channelId, act, data));
    });
    const outcome = await this.sender.sendNow(id);
    if (outcome === null) throw new Problem('conflict', { detail: 'The test is being sent by another instance.' });
    return { delivered: outcome.ok, result: outcome.result, status: outcome.status };
  }

  /**
   * Lets a message that was given up, or delivered, go again from the beginning, under the same id.
   * @throws Problem `not_found`, `conflict` while it waits anyway or its channel is off.
   */
  async repeat(channelId: string, id: string, reason: string | undefined, act: AdminAct): Promise<DeliveryView> {
    const { enabled } = await this.channel(channelId);
    if (!enabled) throw new Problem('conflict', { detail: 'The channel is switched off.' });
    return this.database.transaction(async (transaction) => {
      const now = await lockAlerts(transaction);
      const row = await transaction
        .selectFrom('alert_deliveries')
        .selectAll()
        .where('id', '=', id)
        .where('channel_id', '=', channelId)
        .forUpdate()
        .executeTakeFirst();
      if (row === undefined) throw new Problem('not_found');
      if (row.state !== 'dead' && row.state !== 'delivered') {
        throw new Problem('conflict', { detail: 'The message waits to be sent.' });
      }
      const again = await transaction
        .updateTable('alert_deliveries')
        .set({ state: 'waiting', attempts: 0, due_at: now, settled_at: null, leased_until: null })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      const data = { delivery: id, reason: reason ?? null };
      await this.outbox.append(transaction, channelEvent('admin.delivery.repeated', channelId, act, data));
      return deliveryView(again);
    });
  }

  private async channel(id: string): Promise<{ enabled: boolean }> {
    const row = await this.database.kysely
      .selectFrom('alert_channels')
      .select('enabled')
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) throw new Problem('not_found');
    return row;
  }
}

function deliveryView(row: AlertDeliveryRow): DeliveryView {
  const composed = row.composed_at !== null && row.message !== null;
  const message = composed ? (row.message as Message) : null;
  const settled = row.settled_at !== null;
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    title: message === null ? null : headline(message),
    alerts: message?.alerts.map(({ id }) => id) ?? [],
    attempts: row.attempts,
    due_at: settled ? null : row.due_at.toISOString(),
    created_at: row.created_at.toISOString(),
    settled_at: row.settled_at?.toISOString() ?? null,
    log: row.log as Attempt[],
  };
}

export const exampleDelivery: DeliveryView = {
  id: '019ae8a4-5d1c-7c3e-9a52-0f6a1f0c8b7d',
  kind: 'group',
  state: 'delivered',
  title: 'CodePitamah: rapid-fire, medium, firing',
  alerts: ['019ae8a4-5d1c-7c3e-9a52-0f6a1f0c8b7e'],
  attempts: 1,
  due_at: null,
  created_at: '2026-11-25T12:00:00.000Z',
  settled_at: '2026-11-25T12:00:10.300Z',
  log: [{ at: '2026-11-25T12:00:10.300Z', result: 'delivered', status: 204, ms: 112 }],
};
