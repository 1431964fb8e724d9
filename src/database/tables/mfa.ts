import type { ColumnType } from 'kysely';

export interface TotpFactorsTable {
  user_id: string;
  /** Encrypted with the data secret. */
  secret: Buffer;
  created_at: ColumnType<Date, Date, Date>;
  /** Null while the first code is awaited. */
  confirmed_at: ColumnType<Date | null, Date | null, Date | null>;
  /** Step of the newest code accepted. */
  last_step: number;
}

export interface RecoveryCodesTable {
  user_id: string;
  /** SHA-256 of the code. */
  code_hash: Buffer;
  used_at: ColumnType<Date | null, Date | null, Date | null>;
}
