import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../../../database/database.js';
import type { Schema } from '../../../database/schema.js';
import type { AlertChannelRow, AlertDeliveryRow } from '../../../database/tables/alerts.js';
import { Outbox } from '../../../events/outbox.js';
import type { Attempt, Outcome } from './attempt.js';
import type { Next } from './retry-schedule.js';

/** A message that was taken and not settled goes to whoever asks after this, seconds: its instance is gone. */
const LEASE = 90;
/** Any constant will do, it only must be ours. */
const TAKING = 727_050_241;
/** Attempts that the log keeps of one delivery. */
const LOGGED = 12;

const now = sql<Date>`clock_timestamp()`;

export interface TakenDelivery {
  row: AlertDeliveryRow;
  channel: AlertChannelRow;
}

/** What an attempt left its channel as. */
export interface Settled {
  /** Failed attempts of the channel in a row, before this one and now. */
  failuresBefore: number;
  failures: number;
  dead: boolean;
}

/**
 * The messages that wait, as the senders of all instances share them. One is taken by a lease, so that no two instances
 * send it at once and no transaction stays open while a receiver is talked to. A channel sends one message at a time, so that one that hangs holds up itself alone, and the messages
 * of a group in the order they were composed in: who hears of an end must not hear of the beginning after it. The number of
 * attempts is the token of the lease: an instance that was stopped for longer than it settles nothing any more.
 */
@Injectable()
export class DeliveryQueue {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Takes what is due, the longest waiting of each channel that is sending nothing. One instance after the other: two statements
   * at once would not see each other's leases, and each would take a message of the same channel.
   */
  async take(limit: number): Promise<TakenDelivery[]> {
    const rows = await this.database.transaction(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${TAKING}::bigint)`.execute(transaction);
      const { rows: taken } = await sql<AlertDeliveryRow>`
        update alert_deliveries
        set attempts = attempts + 1,
          due_at = ${now} + make_interval(secs => ${LEASE}::integer),
          leased_until = ${now} + make_interval(secs => ${LEASE}::integer)
        where id in (
          select next.id from alert_channels channel
          cross join lateral (
            select id from alert_deliveries ready
            where channel_id = channel.id and state = 'waiting' and due_at <= ${now}
              and not exists (
                select from alert_deliveries earlier
                where earlier.channel_id = channel.id and earlier.group_key = ready.group_key
                  and earlier.state = 'waiting' and earlier.composed_at < ready.composed_at)
            order by due_at, id limit 1
            for update skip locked) next
          where channel.enabled and not exists (
            select from alert_deliveries sent
            where sent.channel_id = channel.id and sent.state = 'waiting' and sent.leased_until > ${now})
          limit ${limit}::integer)
        returning *`.execute(transaction);
      return taken;
    });
    return this.withChannels(rows);
  }

  /** Takes one message at once, whatever else its channel sends. Undefined when it does not wait any more. */
  async takeOne(id: string): Promise<TakenDelivery | undefined> {
    const { rows } = await sql<AlertDeliveryRow>`
      update alert_deliveries
      set attempts = attempts + 1,
        due_at = ${now} + make_interval(secs => ${LEASE}::integer),
        leased_until = ${now} + make_interval(secs => ${LEASE}::integer)
      where id = ${id} and state = 'waiting' and (leased_until is null or leased_until <= ${now})
      returning *`.execute(this.database.kysely);
    return (await this.withChannels(rows))[0];
  }

  /**
   * Notes what came of an attempt.
   * @param next of a failure.
   * @param also what has to be done in the same transaction when it was delivered.
   * @returns null when the lease was lost: somebody else has settled it.
   */
  async settle(
    { row, channel }: TakenDelivery,
    outcome: Outcome,
    next: Next,
    ms: number,
    also: (transaction: Transaction<Schema>) => Promise<void> = () => Promise.resolve(),
  ): Promise<Settled | null> {
    return this.database.transaction(async (transaction) => {
      const dead = !outcome.ok && next.kind === 'dead';
      const changed = await transaction
        .updateTable('alert_deliveries')
        .set({
          state: outcome.ok ? 'delivered' : dead ? 'dead' : 'waiting',
          leased_until: null,
          ...(outcome.ok || dead ? { settled_at: now } : {}),
          ...(!outcome.ok && next.kind === 'retry'
            ? { due_at: sql<Date>`${now} + make_interval(secs => ${next.inMs / 1_000}::double precision)` }
            : {}),
          log: JSON.stringify([...(row.log as Attempt[]), attemptOf(outcome, ms)].slice(-LOGGED)),
        })
        .where('id', '=', row.id)
        .where('state', '=', 'waiting')
        .where('attempts', '=', row.attempts)
        .executeTakeFirst();
      if (Number(changed.numUpdatedRows) === 0) return null;
      if (outcome.ok) await also(transaction);
      if (dead) await this.recordDeath(transaction, row, outcome);
      return this.settleChannel(transaction, channel.id, outcome, dead);
    });
  }

  /** Gives a message back untouched: its instance stops. */
  async release({ row }: TakenDelivery): Promise<void> {
    await this.database.kysely
      .updateTable('alert_deliveries')
      .set({ attempts: row.attempts - 1, leased_until: null, due_at: now })
      .where('id', '=', row.id)
      .where('state', '=', 'waiting')
      .where('attempts', '=', row.attempts)
      .execute();
  }

  /** Gives up all that waits for a channel, and forgets what gathers for it. */
  async abandon(transaction: Transaction<Schema>, channelId: string): Promise<void> {
    await transaction
      .updateTable('alert_deliveries')
      .set({ state: 'dead', settled_at: now, leased_until: null })
      .where('channel_id', '=', channelId)
      .where('state', '=', 'waiting')
      .execute();
    await transaction
      .deleteFrom('alert_deliveries')
      .where('channel_id', '=', channelId)
      .where('state', '=', 'gathering')
      .execute();
  }

  private async withChannels(rows: readonly AlertDeliveryRow[]): Promise<TakenDelivery[]> {
    if (rows.length === 0) return [];
    const channels = await this.database.kysely
      .selectFrom('alert_channels')
      .selectAll()
      .where('id', 'in', [...new Set(rows.map(({ channel_id }) => channel_id))])
      .execute();
    const byId = new Map(channels.map((channel) => [channel.id, channel]));
    return rows.flatMap((row) => {
      const channel = byId.get(row.channel_id);
      return channel === undefined ? [] : [{ row, channel }];
    });
  }

  private async settleChannel(
    transaction: Transaction<Schema>,
    channelId: string,
    { ok, gone }: Outcome,
    dead: boolean,
  ): Promise<Settled> {
    const before = await transaction
      .selectFrom('alert_channels')
      .select('failures')
      .where('id', '=', channelId)
      .forUpdate()
      .executeTakeFirst();
    const failuresBefore = before?.failures ?? 0;
    const failures = ok ? 0 : failuresBefore + 1;
    await transaction
      .updateTable('alert_channels')
      .set({
        failures,
        ...(ok ? { last_success_at: now } : { last_failure_at: now }),
        ...(gone ? { enabled: false, disabled_reason: 'gone' } : {}),
      })
      .where('id', '=', channelId)
      .execute();
    if (gone) {
      await this.abandon(transaction, channelId);
      await this.outbox.append(transaction, {
        type: 'admin.channel.changed',
        outcome: 'ok',
        actor: { kind: 'system' },
        target: { type: 'channel', id: channelId },
        data: { enabled: false, reason: 'the receiver answered 410' },
      });
    }
    return { failuresBefore, failures, dead };
  }

  private recordDeath(transaction: Transaction<Schema>, row: AlertDeliveryRow, { result }: Outcome): Promise<void> {
    return this.outbox.append(transaction, {
      type: 'detect.alert.failed',
      outcome: 'error',
      actor: { kind: 'system' },
      target: { type: 'channel', id: row.channel_id },
      data: { delivery: row.id, kind: row.kind, attempts: row.attempts, result },
    });
  }
}

function attemptOf({ result, status }: Outcome, ms: number): Attempt {
  return { at: new Date().toISOString(), result, status, ms: Math.round(ms) };
}
