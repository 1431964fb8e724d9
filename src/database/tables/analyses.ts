import type { ColumnType } from 'kysely';

/** One analysis of a signed-in caller. */
export interface AnalysesTable {
  /** UUIDv7. */
  id: string;
  user_id: string;
  created_at: ColumnType<Date, Date, never>;
  language: string;
  filename: string | null;
  /** Of the code, hex. */
  sha256: string;
  dangerous: boolean;
  partial: boolean;
  findings: number;
  /** The answer as it was sent. */
  result: ColumnType<unknown, string, never>;
}
