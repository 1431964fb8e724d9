import type { ColumnType } from 'kysely';

export interface SignInFailuresTable {
  /** Keyed hash of the account, or of a class of addresses without one. */
  subject: Buffer;
  failures: number;
  updated_at: ColumnType<Date, Date, Date>;
}

export interface AdmittedNetworksTable {
  user_id: string;
  network: string;
  expires_at: ColumnType<Date, Date, Date>;
}
