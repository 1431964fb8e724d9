import type { ColumnType, Selectable } from 'kysely';

export interface AccessEntriesTable {
  id: string;
  list: ColumnType<'block' | 'allow', 'block' | 'allow', never>;
  /** An entry is for one account or for one network. */
  user_id: ColumnType<string | null, string | null, never>;
  /** Canonical: see network/network-range. */
  network: ColumnType<string | null, string | null, never>;
  reason: string;
  expires_at: ColumnType<Date | null, Date | null, Date | null>;
  /** The admin; null once that account is deleted. */
  created_by: ColumnType<string | null, string, never>;
  created_at: ColumnType<Date, Date, never>;
}

export type AccessEntryRow = Selectable<AccessEntriesTable>;

export interface NetworkListsVersionTable {
  one: ColumnType<boolean, never, never>;
  version: number;
}
