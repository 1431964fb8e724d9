import type { ColumnType, Selectable } from 'kysely';

export interface DetectionStatesTable {
  /** A user's id, or a network's keyed hash. */
  subject: string;
  user_id: string | null;
  /** Sealed. */
  network: string | null;
  /** Fields and values of the hash in Redis. */
  state: ColumnType<unknown, string, string>;
  at: number;
  multiplied: boolean;
  copied_at: ColumnType<Date, Date | undefined, Date>;
}

export interface BehaviourOverridesTable {
  user_id: string;
  /** `score`, `multiplier`, or `signal:<name>`. */
  what: string;
  value: number | null;
  reason: string;
  set_by: string;
  created_at: ColumnType<Date, Date | undefined, Date>;
  expires_at: ColumnType<Date, Date, Date>;
}

export type BehaviourOverrideRow = Selectable<BehaviourOverridesTable>;
