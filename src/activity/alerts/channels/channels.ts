import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { AdminAct } from '../../../access/admin-act.js';
import { Database } from '../../../database/database.js';
import type { Schema } from '../../../database/schema.js';
import type { AlertChannelRow } from '../../../database/tables/alerts.js';
import { Outbox } from '../../../events/outbox.js';
import { Problem } from '../../../problem/problem.js';
import { DeliveryQueue } from '../delivery/delivery-queue.js';
import { newSecret } from '../delivery/signature.js';
import { lockAlerts } from '../model/alert-lock.js';
import { ChannelBox } from './channel-box.js';
import { ChannelInput } from './channel-input.js';
import { channelEvent } from './channel-record.js';
import { channelView, type ChannelView } from './channel-view.js';
import type { AddChannelDto, ChangeChannelDto } from './channels.dto.js';

/** Each alert is held against each channel. */
const MOST = 50;

export interface ChannelWithSecret extends ChannelView {
  /** To check signatures with; shown this once. Null for mail. */
  secret: string | null;
}

/** Channels and what admins do to them, recorded in the transaction of the change. */
@Injectable()
export class Channels {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly box: ChannelBox,
    private readonly input: ChannelInput,
    private readonly queue: DeliveryQueue,
  ) {}

  /** By name; they are few. */
  async list(): Promise<ChannelView[]> {
    const rows = await this.database.kysely.selectFrom('alert_channels').selectAll().orderBy('name').execute();
    return rows.map((row) => this.view(row));
  }

  /** @throws Problem `not_found`. */
  async one(id: string): Promise<ChannelView> {
    return this.view(await this.row(id));
  }

  /** @throws Problem `validation_failed`, `mail_not_configured`, `conflict` for a name that is taken. */
  async add(body: AddChannelDto, act: AdminAct): Promise<ChannelWithSecret> {
    const { kind = 'webhook', format = 'json', reason } = body;
    const target = await this.input.target(kind, body);
    const id = uuidv7();
    const secret = kind === 'webhook' ? newSecret() : null;
    return this.database.transaction(async (transaction) => {
      const now = await lockAlerts(transaction);
      await this.refuseTaken(transaction, body.name, id);
      const row = await transaction
        .insertInto('alert_channels')
        .values({
          id,
          name: body.name,
          kind,
          format: kind === 'email' ? 'mail' : format,
          target: this.box.sealTarget(id, target),
          min_severity: body.min_severity ?? 'low',
          scenarios: scenariosOf(body.scenarios) ?? null,
          heartbeat: body.heartbeat ?? true,
          enabled: body.enabled ?? true,
          disabled_reason: null,
          secret: secret === null ? null : this.box.sealSecret(id, secret),
          previous_secret: null,
          previous_until: null,
          heartbeat_at: now,
          created_by: act.principal.account.id,
          created_at: now,
          updated_at: now,
          last_success_at: null,
          last_failure_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      const data = { name: row.name, kind, format: row.format, reason: reason ?? null };
      await this.outbox.append(transaction, channelEvent('admin.channel.added', id, act, data));
      return { ...this.view(row), secret };
    });
  }

  /** @throws Problem `not_found`, `validation_failed`, `mail_not_configured`, `conflict`. */
  async change(id: string, body: ChangeChannelDto, act: AdminAct): Promise<ChannelView> {
    const { kind } = await this.row(id);
    const { url, addresses, reason, scenarios, ...plain } = body;
    const leads = url !== undefined || addresses !== undefined;
    const target = leads ? await this.input.target(kind, body) : null;
    if (kind === 'email' && plain.format !== undefined) {
      const errors = [{ pointer: '/format', code: 'format', message: 'is not of a channel of kind email' }];
      throw new Problem('validation_failed', { errors });
    }
    return this.database.transaction(async (transaction) => {
      const now = await lockAlerts(transaction);
      if (plain.name !== undefined) await this.refuseTaken(transaction, plain.name, id);
      const listed = scenariosOf(scenarios);
      const row = await transaction
        .updateTable('alert_channels')
        .set({
          ...given(plain),
          ...(listed === undefined ? {} : { scenarios: listed }),
          ...(target === null ? {} : { target: this.box.sealTarget(id, target) }),
          // What is switched on again, or leads elsewhere, begins anew.
          ...(leads || plain.enabled === true ? { disabled_reason: null, failures: 0 } : {}),
          updated_at: now,
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) throw new Problem('not_found');
      if (plain.enabled === false) await this.queue.abandon(transaction, id);
      const changed = Object.keys(body).filter((name) => name !== 'reason' && name in body);
      const data = { name: row.name, changed: changed.join(' '), enabled: row.enabled, reason: reason ?? null };
      await this.outbox.append(transaction, channelEvent('admin.channel.changed', id, act, data));
      return this.view(row);
    });
  }

  /** With its messages. @throws Problem `not_found`. */
  async remove(id: string, reason: string | undefined, act: AdminAct): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await lockAlerts(transaction);
      const row = await transaction
        .deleteFrom('alert_channels')
        .where('id', '=', id)
        .returning('name')
        .executeTakeFirst();
      if (row === undefined) throw new Problem('not_found');
      const data = { name: row.name, reason: reason ?? null };
      await this.outbox.append(transaction, channelEvent('admin.channel.removed', id, act, data));
    });
  }

  /**
   * A new secret; the one before signs too for a while, so that receivers can follow.
   * @throws Problem `not_found`, `conflict` for mail, which signs nothing.
   */
  async rotate(
    id: string,
    overlapSeconds: number,
    reason: string | undefined,
    act: AdminAct,
  ): Promise<ChannelWithSecret> {
    return this.database.transaction(async (transaction) => {
      const now = await lockAlerts(transaction);
      const before = await this.row(id, transaction);
      if (before.kind !== 'webhook') throw new Problem('conflict', { detail: 'A channel of mail has no secret.' });
      const secret = newSecret();
      const overlaps = overlapSeconds > 0;
      const row = await transaction
        .updateTable('alert_channels')
        .set({
          secret: this.box.sealSecret(id, secret),
          previous_secret: overlaps ? before.secret : null,
          previous_until: overlaps ? new Date(now.getTime() + overlapSeconds * 1_000) : null,
          updated_at: now,
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      const data = { name: row.name, overlap_seconds: overlapSeconds, reason: reason ?? null };
      await this.outbox.append(transaction, channelEvent('admin.channel.secret_rotated', id, act, data));
      return { ...this.view(row), secret };
    });
  }

  private async row(id: string, store: Transaction<Schema> | Database['kysely'] = this.database.kysely) {
    const row = await store.selectFrom('alert_channels').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw new Problem('not_found');
    return row;
  }

  private async refuseTaken(transaction: Transaction<Schema>, name: string, id: string): Promise<void> {
    const rows = await transaction.selectFrom('alert_channels').select(['id', 'name']).execute();
    if (rows.some((row) => row.name === name && row.id !== id)) {
      throw new Problem('conflict', { detail: `There is a channel named ${name} already.` });
    }
    if (rows.length >= MOST && !rows.some((row) => row.id === id)) {
      throw new Problem('conflict', { detail: `There are ${MOST} channels already.` });
    }
  }

  private view(row: AlertChannelRow): ChannelView {
    return channelView(row, this.box.target(row), Date.now());
  }
}

function scenariosOf(scenarios: string[] | null | undefined): string | null | undefined {
  return scenarios === undefined || scenarios === null ? scenarios : JSON.stringify(scenarios);
}

/** Only what was given: a field that is absent changes nothing. */
function given<T extends object>(fields: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof T]: Exclude<T[Name], undefined> };
}
