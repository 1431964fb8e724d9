import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../../../database/schema.js';
import type { AlertRow } from '../../../database/tables/alerts.js';
import { Outbox } from '../../../events/outbox.js';
import type { DomainEvent, DomainEventType } from '../../../events/domain-event.js';
import { Envelopes } from '../grouping/envelopes.js';
import type { Change } from './alert-fold.js';

export interface AlertChange {
  row: AlertRow;
  what: Change;
  /** The admin who did it. */
  by?: string;
  reason?: string | undefined;
  /** Parts of the event that say in which request it was done. */
  act?: Pick<DomainEvent, 'network' | 'requestId'>;
}

const events: Readonly<Record<Change, DomainEventType | null>> = {
  opened: 'detect.alert.opened',
  reopened: 'detect.alert.opened',
  raised: null,
  acknowledged: 'detect.alert.acked',
  resolved: 'detect.alert.resolved',
  false_positive: 'detect.alert.judged',
  true_positive: 'detect.alert.judged',
};

/** What is written with every change of an alert, in its transaction: history, record, and the promise to tell. */
@Injectable()
export class AlertChanges {
  constructor(
    private readonly outbox: Outbox,
    private readonly envelopes: Envelopes,
  ) {}

  async append(transaction: Transaction<Schema>, changes: readonly AlertChange[], now: Date): Promise<void> {
    if (changes.length === 0) return;
    await transaction
      .insertInto('alert_changes')
      .values(
        changes.map(({ row, what, by, reason }) => ({
          alert_id: row.id,
          what,
          at: now,
          by: by ?? null,
          reason: reason ?? null,
        })),
      )
      .execute();
    for (const change of changes) {
      const event = eventOf(change);
      if (event !== null) await this.outbox.append(transaction, event);
    }
    await this.envelopes.promise(
      transaction,
      changes.map(({ row }) => row),
      now,
    );
  }
}

function eventOf({ row, what, by, reason, act }: AlertChange): DomainEvent | null {
  const type = events[what];
  if (type === null) return null;
  const { scenario, severity, episode } = row;
  const judged = type === 'detect.alert.judged' ? { false_positive: what === 'false_positive' } : {};
  return {
    type,
    outcome: 'ok',
    actor: by === undefined ? { kind: 'system' } : { kind: 'admin', id: by },
    target: { type: 'alert', id: row.id },
    ...act,
    data: { scenario, severity, episode, ...judged, ...(reason === undefined ? {} : { reason }) },
  };
}
