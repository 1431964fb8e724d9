import { uuidv7 } from 'uuidv7';
import type { AlertChangesTable, AlertRow } from '../../../database/tables/alerts.js';
import { atLeast, type Firing, type Signal } from './alert.js';

export type Change = AlertChangesTable['what'];

/** An alert as a batch of signals leaves it, and what became of it on the way. */
export interface FoldedAlert {
  row: AlertRow;
  changes: Change[];
}

/**
 * What signals make of alerts. open → acknowledged → resolved, and open again when it fires anew: the same row, its next
 * episode. A fire of an alert that is not resolved counts, and may raise its severity; it never lowers one, and leaves an
 * acknowledged alert acknowledged.
 * @param known the rows that are there, by fingerprint; not changed.
 * @param seal what keeps the whole network of an alert with this id.
 */
export function foldSignals(
  known: ReadonlyMap<string, AlertRow>,
  signals: readonly Signal[],
  now: Date,
  seal: (network: string, alertId: string) => Buffer,
): FoldedAlert[] {
  const folded = new Map<string, FoldedAlert>();
  for (const signal of signals) {
    const before = folded.get(signal.fingerprint);
    const row = before?.row ?? known.get(signal.fingerprint);
    const next = signal.kind === 'ending' ? ended(row, now) : fired(row, signal, now, seal);
    if (next === null) continue;
    const changes = before?.changes ?? [];
    if (next.change !== null) changes.push(next.change);
    folded.set(signal.fingerprint, { row: next.row, changes });
  }
  return [...folded.values()];
}

interface Step {
  row: AlertRow;
  change: Change | null;
}

function ended(row: AlertRow | undefined, now: Date): Step | null {
  if (row === undefined || row.state === 'resolved') return null;
  return { row: { ...row, state: 'resolved', resolved_at: now }, change: 'resolved' };
}

function fired(
  row: AlertRow | undefined,
  firing: Firing,
  now: Date,
  seal: (network: string, alertId: string) => Buffer,
): Step {
  const id = row?.id ?? uuidv7();
  const latest = {
    lasting: firing.lasting,
    fired_at: now,
    facts: firing.facts,
    ...(firing.network === null
      ? {}
      : {
          network_hash: firing.network.hash,
          network_shown: firing.network.shown,
          network_sealed: firing.network.whole === null ? null : seal(firing.network.whole, id),
        }),
  };
  if (row !== undefined && row.state !== 'resolved') {
    const raised = row.severity !== firing.severity && atLeast(firing.severity, row.severity);
    const severity = raised ? firing.severity : row.severity;
    return { row: { ...row, ...latest, severity, fires: row.fires + firing.fires }, change: raised ? 'raised' : null };
  }
  const opened = {
    severity: firing.severity,
    state: 'open' as const,
    fires: firing.fires,
    started_at: now,
    acknowledged_at: null,
    acknowledged_by: null,
    resolved_at: null,
    false_positive: false,
  };
  if (row !== undefined) {
    return { row: { ...row, ...latest, ...opened, episode: row.episode + 1 }, change: 'reopened' };
  }
  const { fingerprint, scenario, subject, userId } = firing;
  const none = { network_hash: null, network_shown: null, network_sealed: null };
  return {
    row: {
      id,
      fingerprint,
      scenario,
      subject_kind: subject.kind,
      subject_id: subject.id,
      user_id: userId,
      episode: 1,
      ...none,
      ...latest,
      ...opened,
    },
    change: 'opened',
  };
}
