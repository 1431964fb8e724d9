import type { ColumnType, Selectable } from 'kysely';

export interface UsersTable {
  id: string;
  /** As typed at registration. */
  email: string;
  /** NFKC, lower case, domain in ASCII: unique. */
  email_key: string;
  name: string | null;
  password_hash: string | null;
  plan: string;
  role: 'user' | 'admin';
  status: 'active' | 'disabled';
  permissions: ColumnType<string[], string[], string[]>;
  /** `{limit, burst?, expires_at, reason}` or null; 0 is a block. */
  rate_limit_override: ColumnType<unknown, string | null, string | null>;
  email_verified: ColumnType<boolean, boolean | undefined, boolean>;
  /** Sessions made before it are over: how all of a user's sessions end at once. */
  sessions_not_before: ColumnType<Date, Date, Date>;
  /** Raised by every change that a request's authority depends on; the Redis mirror never goes back to a lower one. */
  version: ColumnType<number, number | undefined, number>;
  created_at: ColumnType<Date, Date, never>;
  updated_at: ColumnType<Date, Date, Date>;
}

export type UserRow = Selectable<UsersTable>;
