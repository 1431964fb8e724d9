import type { ColumnType, Generated, Selectable } from 'kysely';

/** The record, read and written through activity/audit/chain alone: what an event says is packed in `body`. */
export interface ActivityEventsTable {
  seq: number;
  time: ColumnType<Date, Date, never>;
  id: string;
  user_id: string | null;
  actor_id: string | null;
  corr_hash: number | null;
  net_bucket: number | null;
  type: string;
  outcome: string;
  route: string | null;
  /** `type:id` */
  target: string | null;
  hash: Buffer | null;
  body: Buffer;
}

export type ActivityEventRow = Selectable<ActivityEventsTable>;

export interface AuditHeadTable {
  singleton: Generated<true>;
  seq: number;
  hash: Buffer;
  first_seq: number;
}
