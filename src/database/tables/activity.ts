import type { ColumnType, Generated, Selectable } from 'kysely';

export interface ActivityEventsTable {
  seq: Generated<number>;
  id: string;
  stream_id: string;
  time: ColumnType<Date, Date, never>;
  logged: ColumnType<Date, Date | undefined, never>;
  type: string;
  outcome: string;
  user_id: string | null;
  /** An ActivityEvent as JSON. */
  event: ColumnType<unknown, string, never>;
}

export type ActivityEventRow = Selectable<ActivityEventsTable>;

export interface ActivityRollupsTable {
  id: string;
  resolution: 'minute' | 'hour';
  bucket: ColumnType<Date, Date, never>;
  /** A Rollup as JSON (activity/analytics/rollup). */
  data: ColumnType<unknown, string, string>;
}
