import type { ColumnType, Selectable } from 'kysely';
import type { SigningAlgorithm } from '../../config/signing-keys.js';

export interface SigningKeysTable {
  kid: string;
  algorithm: SigningAlgorithm;
  /** Encrypted with the data secret; null once retired. */
  sealed_key: Buffer | null;
  /** Published and verifying, signing, verifying what it signed, gone. */
  state: 'next' | 'current' | 'previous' | 'retired';
  created_at: ColumnType<Date, Date, never>;
  promoted_at: ColumnType<Date | null, Date | null, Date | null>;
  demoted_at: ColumnType<Date | null, Date | null, Date | null>;
  retired_at: ColumnType<Date | null, Date | null, Date | null>;
}

export type SigningKeyRow = Selectable<SigningKeysTable>;
