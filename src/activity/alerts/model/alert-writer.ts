import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Configuration } from '../../../config/configuration.js';
import { SecretBox } from '../../../config/secret-box.js';
import { Database } from '../../../database/database.js';
import type { Schema } from '../../../database/schema.js';
import type { AlertRow } from '../../../database/tables/alerts.js';
import type { Signal } from './alert.js';
import { AlertChanges } from './alert-changes.js';
import { type FoldedAlert, foldSignals } from './alert-fold.js';
import { lockAlerts } from './alert-lock.js';

const NETWORK_BOX = 'alert networks';

/** Turns signals into alerts: exactly one for each fingerprint, whichever instances heard of it. */
@Injectable()
export class AlertWriter {
  private readonly box: SecretBox;

  constructor(
    private readonly database: Database,
    private readonly changes: AlertChanges,
    configuration: Configuration,
  ) {
    this.box = new SecretBox(configuration.secrets.data, NETWORK_BOX);
  }

  /** In one transaction, with what follows from it. */
  async apply(signals: readonly Signal[]): Promise<void> {
    if (signals.length === 0) return;
    await this.database.transaction(async (transaction) => {
      const now = await lockAlerts(transaction);
      const living = await this.ofLiving(transaction, signals);
      const known = await this.known(transaction, living);
      const folded = foldSignals(known, living, now, (network, id) => this.box.seal(Buffer.from(network), id));
      if (folded.length === 0) return;
      await store(transaction, folded);
      await openEpisodes(transaction, folded, now);
      await this.changes.append(
        transaction,
        folded.flatMap(({ row, changes }) => changes.map((what) => ({ row, what }))),
        now,
      );
    });
  }

  /** The client network of an alert, whole, for an admin's eyes; null when there is none. */
  networkOf({ id, network_sealed }: Pick<AlertRow, 'id' | 'network_sealed'>): string | null {
    return network_sealed === null ? null : (this.box.open(network_sealed, id)?.toString() ?? null);
  }

  /** Without those about accounts that are gone: nobody watches them any more. */
  private async ofLiving(transaction: Transaction<Schema>, signals: readonly Signal[]): Promise<Signal[]> {
    const users = new Set(
      signals.flatMap((signal) => (signal.kind === 'firing' && signal.userId ? signal.userId : [])),
    );
    if (users.size === 0) return [...signals];
    const rows = await transaction
      .selectFrom('users')
      .select('id')
      .where('id', 'in', [...users])
      .forKeyShare()
      .execute();
    const living = new Set(rows.map(({ id }) => id));
    return signals.filter((signal) => signal.kind === 'ending' || signal.userId === null || living.has(signal.userId));
  }

  private async known(transaction: Transaction<Schema>, signals: readonly Signal[]): Promise<Map<string, AlertRow>> {
    const fingerprints = [...new Set(signals.map(({ fingerprint }) => fingerprint))];
    if (fingerprints.length === 0) return new Map();
    const rows = await transaction.selectFrom('alerts').selectAll().where('fingerprint', 'in', fingerprints).execute();
    return new Map(rows.map((row) => [row.fingerprint, row]));
  }
}

async function store(transaction: Transaction<Schema>, folded: readonly FoldedAlert[]): Promise<void> {
  await transaction
    .insertInto('alerts')
    .values(folded.map(({ row }) => ({ ...row, facts: JSON.stringify(row.facts) })))
    .onConflict((conflict) =>
      conflict.column('fingerprint').doUpdateSet((row) => ({
        network_hash: row.ref('excluded.network_hash'),
        network_shown: row.ref('excluded.network_shown'),
        network_sealed: row.ref('excluded.network_sealed'),
        severity: row.ref('excluded.severity'),
        state: row.ref('excluded.state'),
        lasting: row.ref('excluded.lasting'),
        episode: row.ref('excluded.episode'),
        fires: row.ref('excluded.fires'),
        started_at: row.ref('excluded.started_at'),
        fired_at: row.ref('excluded.fired_at'),
        acknowledged_at: row.ref('excluded.acknowledged_at'),
        acknowledged_by: row.ref('excluded.acknowledged_by'),
        resolved_at: row.ref('excluded.resolved_at'),
        false_positive: row.ref('excluded.false_positive'),
        facts: row.ref('excluded.facts'),
      })),
    )
    .execute();
}

async function openEpisodes(
  transaction: Transaction<Schema>,
  folded: readonly FoldedAlert[],
  now: Date,
): Promise<void> {
  const opened = folded.filter(({ changes }) => changes.includes('opened') || changes.includes('reopened'));
  if (opened.length === 0) return;
  await transaction
    .insertInto('alert_episodes')
    .values(
      opened.map(({ row: { fingerprint, episode, scenario } }) => ({ fingerprint, episode, scenario, opened_at: now })),
    )
    // An alert that was kept no longer, and came again, counts from 1 anew.
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
