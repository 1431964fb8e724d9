import type { ColumnType } from 'kysely';

export interface OidcFlowsTable {
  state_hash: Buffer;
  browser_hash: Buffer;
  user_id: string | null;
  purpose: 'sign-in' | 'link' | 'second-factor';
  expires_at: ColumnType<Date, Date, never>;
}

export interface OidcIdentitiesTable {
  issuer: string;
  subject: string;
  user_id: string;
  created_at: ColumnType<Date, Date, never>;
  last_used_at: ColumnType<Date, Date, Date>;
}
