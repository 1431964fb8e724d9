import type { ColumnType, Generated } from 'kysely';

interface Sums {
  requests: number;
  accepted: number;
  denied: number;
  errors: number;
  /** A LatencyHistogram as JSON. */
  latency: ColumnType<unknown, string, string>;
  /** The rest of a Rollup as JSON (activity/analytics/rollup/rollup). */
  data: ColumnType<unknown, string, string>;
}

export interface RollupsTable extends Sums {
  resolution: 'minute' | 'hour' | 'day';
  bucket: ColumnType<Date, Date, never>;
}

export interface RollupDeltasTable extends Sums {
  id: Generated<number>;
  minute: ColumnType<Date, Date, never>;
  /** UsageLines by account as JSON (activity/analytics/rollup/usage). */
  usage: ColumnType<unknown, string, never>;
}

export interface UsageDaysTable {
  user_id: string;
  day: ColumnType<Date, string, never>;
  route: string;
  outcome: string;
  requests: number;
  accepted: number;
}
