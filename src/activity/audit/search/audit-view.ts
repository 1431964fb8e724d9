import { activityView, type ActivityView } from '../../history/activity-view.js';
import type { OpenedRecord } from './opened-records.js';

/** One event of the record as an admin sees it. */
export interface AuditView extends ActivityView {
  /** Place in the chain. */
  seq: number;
  /** When it was chained. */
  logged: string;
  /** The account whose record it is; null when it belongs to none. */
  user_id: string | null;
  /** Its link of the chain, hex. */
  hash: string | null;
}

export function auditView({ record, hash }: OpenedRecord): AuditView {
  return {
    seq: record.seq,
    ...activityView(record, null),
    logged: new Date(record.logged).toISOString(),
    user_id: record.tenant ?? record.actor.id ?? null,
    hash: hash?.toString('hex') ?? null,
  };
}
