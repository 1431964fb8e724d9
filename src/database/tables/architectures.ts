import type { ColumnType } from 'kysely';

/** One architecture generated for a signed-in caller. */
export interface ArchitecturesTable {
  /** UUIDv7. */
  id: string;
  user_id: string;
  created_at: ColumnType<Date, Date, never>;
  /** Of all paths and contents, hex. */
  sha256: string;
  /** Files that were analysed. */
  files: number;
  partial: boolean;
  /** The answer as it was sent. */
  result: ColumnType<unknown, string, never>;
}
