import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Configuration } from '../../../config/configuration.js';
import { Database } from '../../../database/database.js';
import type { Schema } from '../../../database/schema.js';
import type { AlertChannelRow, AlertDeliveryRow, AlertRow } from '../../../database/tables/alerts.js';
import { type Message, messageAlert, SHOWN } from '../content/message.js';
import { lockAlerts } from '../model/alert-lock.js';
import { Candidates, remember } from './candidates.js';
import { Envelopes, lastComposed } from './envelopes.js';
import { DIGEST, OVERFLOW, scenarioOf } from './group.js';
import { addOverflow, minuteFullUntil, type OverflowCounts } from './overflow.js';
import { telling } from './told.js';

/**
 * Puts together what gathered, once it is due: exactly one message for each group of each channel, in one transaction with
 * the note of what the channel then knows and with the promise to look again while the group goes on.
 */
@Injectable()
export class Composer {
  private readonly intervalMs: number;
  private readonly repeatMs: number;
  private readonly digestMs: number;
  private readonly rate: number;

  constructor(
    private readonly database: Database,
    private readonly candidates: Candidates,
    private readonly envelopes: Envelopes,
    configuration: Configuration,
  ) {
    const { settings } = configuration;
    // An interval of nothing would look again without end.
    this.intervalMs = Math.max(1, settings.ALERT_GROUP_INTERVAL) * 1_000;
    this.digestMs = Math.max(1, settings.ALERT_DIGEST_INTERVAL) * 1_000;
    this.repeatMs = settings.ALERT_REPEAT_INTERVAL * 1_000;
    this.rate = settings.ALERT_CHANNEL_RATE;
  }

  /** Composes one envelope that is due. False when none is. */
  async composeNext(): Promise<boolean> {
    // A look without the lock: most looks find nothing.
    const due = await this.database.kysely
      .selectFrom('alert_deliveries')
      .select('id')
      .where('state', '=', sql.lit('gathering'))
      .where('due_at', '<=', sql<Date>`clock_timestamp()`)
      .limit(1)
      .executeTakeFirst();
    if (due === undefined) return false;
    return this.database.transaction(async (transaction) => {
      const now = await lockAlerts(transaction);
      const envelope = await transaction
        .selectFrom('alert_deliveries')
        .selectAll()
        .where('state', '=', sql.lit('gathering'))
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .limit(1)
        .executeTakeFirst();
      if (envelope === undefined) return false;
      const channel = await transaction
        .selectFrom('alert_channels')
        .selectAll()
        .where('id', '=', envelope.channel_id)
        .executeTakeFirstOrThrow();
      if (!channel.enabled) await discard(transaction, envelope.id);
      else if (envelope.group_key === OVERFLOW) await this.composeOverflow(transaction, envelope, now);
      else await this.compose(transaction, channel, envelope, now);
      return true;
    });
  }

  private async compose(
    transaction: Transaction<Schema>,
    channel: AlertChannelRow,
    envelope: AlertDeliveryRow,
    now: Date,
  ): Promise<void> {
    const group = { channelId: channel.id, groupKey: envelope.group_key };
    const digest = envelope.group_key === DIGEST;
    const { candidates, whole } = await this.candidates.of(transaction, channel, envelope.group_key);
    const { alerts, news, goesOn, heldBack } = telling(candidates);
    const last = await lastComposed(transaction, group);
    const repeats = !digest && alerts.length > 0 && last !== null && now.getTime() - last.getTime() >= this.repeatMs;
    const speaks = news || repeats;
    if (speaks) await this.say(transaction, channel, envelope, alerts, now);
    else await discard(transaction, envelope.id);
    if (!goesOn) return;
    const interval = digest ? this.digestMs : this.intervalMs;
    if (heldBack || !whole) await this.envelopes.due(transaction, group, after(now, interval), now);
    else if (!digest) {
      // The time of the next repetition; a change of the group makes it sooner.
      const from = speaks || last === null ? now : last;
      await this.envelopes.due(transaction, group, after(from, Math.max(this.repeatMs, this.intervalMs)), now);
    }
  }

  private async say(
    transaction: Transaction<Schema>,
    channel: AlertChannelRow,
    envelope: AlertDeliveryRow,
    alerts: readonly AlertRow[],
    now: Date,
  ): Promise<void> {
    const fullUntil = await minuteFullUntil(transaction, channel.id, this.rate, now);
    if (fullUntil === null) {
      await hasten(transaction, channel.id, envelope.group_key, now);
      await settle(transaction, envelope.id, {
        kind: envelope.group_key === DIGEST ? 'digest' : 'group',
        composed_at: now.toISOString(),
        scenario: scenarioOf(envelope.group_key),
        alerts: alerts.slice(0, SHOWN).map(messageAlert),
        more: Math.max(0, alerts.length - SHOWN),
      });
    } else {
      await discard(transaction, envelope.id);
      const overflow = { channelId: channel.id, groupKey: OVERFLOW };
      await this.envelopes.due(transaction, overflow, fullUntil, now);
      await addOverflow(transaction, channel.id, alerts);
    }
    await remember(transaction, channel.id, alerts, now);
  }

  private async composeOverflow(
    transaction: Transaction<Schema>,
    envelope: AlertDeliveryRow,
    now: Date,
  ): Promise<void> {
    const fullUntil = await minuteFullUntil(transaction, envelope.channel_id, this.rate, now);
    if (fullUntil !== null) {
      await transaction
        .updateTable('alert_deliveries')
        .set({ due_at: fullUntil })
        .where('id', '=', envelope.id)
        .execute();
      return;
    }
    const scenarios = (envelope.message ?? {}) as OverflowCounts;
    const more = Object.values(scenarios).reduce((sum, count) => sum + count, 0);
    const message: Message = {
      kind: 'overflow',
      composed_at: now.toISOString(),
      scenario: null,
      alerts: [],
      more,
      scenarios,
    };
    await settle(transaction, envelope.id, message);
  }
}

/** From now on it says this, and waits to be sent. */
async function settle(transaction: Transaction<Schema>, id: string, message: Message): Promise<void> {
  const at = new Date(message.composed_at);
  await transaction
    .updateTable('alert_deliveries')
    .set({ state: 'waiting', message: JSON.stringify(message), composed_at: at, due_at: at })
    .where('id', '=', id)
    .execute();
}

/** What waits for its next attempt is tried now, for the group has more to say; unless its receiver asked for the time. */
async function hasten(transaction: Transaction<Schema>, channelId: string, groupKey: string, now: Date): Promise<void> {
  await transaction
    .updateTable('alert_deliveries')
    .set((delivery) => ({ due_at: delivery.fn('least', ['due_at', sql`${now}::timestamptz`]) }))
    .where('channel_id', '=', channelId)
    .where('group_key', '=', groupKey)
    .where('state', '=', 'waiting')
    .where((row) => row.or([row('leased_until', 'is', null), row('leased_until', '<=', now)]))
    .where(sql<boolean>`coalesce(log -> -1 ->> 'result', '') not in ('http_429', 'http_503')`)
    .execute();
}

async function discard(transaction: Transaction<Schema>, id: string): Promise<void> {
  await transaction.deleteFrom('alert_deliveries').where('id', '=', id).execute();
}

function after(time: Date, ms: number): Date {
  return new Date(time.getTime() + ms);
}
