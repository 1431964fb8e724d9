import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { AdminAct } from '../../../access/admin-act.js';
import { Database } from '../../../database/database.js';
import type { Schema } from '../../../database/schema.js';
import type { AlertRow } from '../../../database/tables/alerts.js';
import { Problem } from '../../../problem/problem.js';
import { AlertChanges } from './alert-changes.js';
import type { Change } from './alert-fold.js';
import { lockAlerts } from './alert-lock.js';

/** What admins do to alerts. To do again what is done already changes nothing and is no error. */
@Injectable()
export class AlertActs {
  constructor(
    private readonly database: Database,
    private readonly changes: AlertChanges,
  ) {}

  /** Somebody looks after it: it is not told again until it is resolved. @throws Problem `not_found`, `conflict`. */
  acknowledge(id: string, act: AdminAct, reason: string | undefined): Promise<AlertRow> {
    return this.act(id, act, reason, (row, now) => {
      if (row.state === 'acknowledged') return null;
      if (row.state === 'resolved') throw new Problem('conflict', { detail: 'The alert is resolved.' });
      const by = act.principal.account.id;
      return { change: 'acknowledged', set: { state: 'acknowledged', acknowledged_at: now, acknowledged_by: by } };
    });
  }

  /** @throws Problem `not_found`. */
  resolve(id: string, act: AdminAct, reason: string | undefined): Promise<AlertRow> {
    return this.act(id, act, reason, (row, now) =>
      row.state === 'resolved' ? null : { change: 'resolved', set: { state: 'resolved', resolved_at: now } },
    );
  }

  /**
   * Says whether the last episode was worth an alert; a false one is resolved with it.
   * @throws Problem `not_found`.
   */
  judge(id: string, falsePositive: boolean, act: AdminAct, reason: string | undefined): Promise<AlertRow> {
    return this.act(id, act, reason, (row, now) => {
      if (row.false_positive === falsePositive) return null;
      const over = falsePositive && row.state !== 'resolved' ? { state: 'resolved' as const, resolved_at: now } : {};
      const change = falsePositive ? 'false_positive' : 'true_positive';
      return { change, set: { false_positive: falsePositive, ...over } };
    });
  }

  private act(
    id: string,
    { principal, network, requestId }: AdminAct,
    reason: string | undefined,
    decide: (row: AlertRow, now: Date) => { change: Change; set: Partial<Omit<AlertRow, 'facts'>> } | null,
  ): Promise<AlertRow> {
    return this.database.transaction(async (transaction) => {
      const now = await lockAlerts(transaction);
      const row = await transaction.selectFrom('alerts').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) throw new Problem('not_found');
      const decision = decide(row, now);
      if (decision === null) return row;
      const { change, set } = decision;
      const next = { ...row, ...set };
      await update(transaction, row, set);
      const by = principal.account.id;
      await this.changes.append(
        transaction,
        [{ row: next, what: change, by, reason, act: { network, requestId } }],
        now,
      );
      return next;
    });
  }
}

async function update(
  transaction: Transaction<Schema>,
  { id, fingerprint, episode }: AlertRow,
  set: Partial<Omit<AlertRow, 'facts'>>,
): Promise<void> {
  const { state, acknowledged_at, acknowledged_by, resolved_at, false_positive } = set;
  await transaction
    .updateTable('alerts')
    .set({
      ...(state === undefined ? {} : { state }),
      ...(acknowledged_at === undefined ? {} : { acknowledged_at }),
      ...(acknowledged_by === undefined ? {} : { acknowledged_by }),
      ...(resolved_at === undefined ? {} : { resolved_at }),
      ...(false_positive === undefined ? {} : { false_positive }),
    })
    .where('id', '=', id)
    .execute();
  if (false_positive === undefined) return;
  await transaction
    .updateTable('alert_episodes')
    .set({ false_positive })
    .where('fingerprint', '=', fingerprint)
    .where('episode', '=', episode)
    .execute();
}
