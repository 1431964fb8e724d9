import type { ColumnType } from 'kysely';

/** One-time tokens that make the first admin. */
export interface SetupTokensTable {
  /** SHA-256 of the token. */
  token_hash: Buffer;
  expires_at: ColumnType<Date, Date, never>;
}
