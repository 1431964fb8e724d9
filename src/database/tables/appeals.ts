import type { ColumnType, Selectable } from 'kysely';

export interface AppealsTable {
  id: string;
  user_id: string;
  /** The decision that it is about, if it is about one. */
  decision_id: string | null;
  text: string;
  status: ColumnType<'open' | 'accepted' | 'rejected', 'open', 'accepted' | 'rejected'>;
  created_at: ColumnType<Date, Date, never>;
  /** What the admin wrote to the user. */
  answer: ColumnType<string | null, never, string>;
  answered_at: ColumnType<Date | null, never, Date>;
  /** The admin; null when their account is gone. */
  answered_by: ColumnType<string | null, never, string>;
}

export type AppealRow = Selectable<AppealsTable>;
