import type { ColumnType, Selectable } from 'kysely';

export interface UsersTable {
  id: string;
  /** As typed at registration. */
  email: string;
  /** NFKC, lower case, domain in ASCII: unique. */
  email_key: string;
  name: string | null;
  /** A service account has no password and holds API keys only. */
  kind: ColumnType<'person' | 'service', 'person' | 'service' | undefined, never>;
  password_hash: string | null;
  plan: string;
  role: 'user' | 'admin';
  status: 'active' | 'disabled';
  permissions: ColumnType<string[], string[], string[]>;
  /** `{limit, burst?, expires_at, reason}` or null; 0 is a block. */
  rate_limit_override: ColumnType<unknown, string | null, string | null>;
  /** Of the account's entry in the block list and the allow list; FOREVER of access/account for one without an end. */
  blocked_until: ColumnType<Date | null, Date | null | undefined, Date | null>;
  block_reason: ColumnType<string | null, string | null | undefined, string | null>;
  allowed_until: ColumnType<Date | null, Date | null | undefined, Date | null>;
  email_verified: ColumnType<boolean, boolean | undefined, boolean>;
  /** Opened while verification was on and not proved yet: nobody may enter, and a newer registration may replace it. */
  email_pending: ColumnType<boolean, boolean | undefined, boolean>;
  /** A second factor is confirmed: sign-in asks for it. */
  mfa_enabled: ColumnType<boolean, boolean | undefined, boolean>;
  /** Sessions made before it are over: how all of a user's sessions end at once. */
  sessions_not_before: ColumnType<Date, Date, Date>;
  /** Raised by every change that a request's authority depends on; the Redis mirror never goes back to a lower one. */
  version: ColumnType<number, number | undefined, number>;
  created_at: ColumnType<Date, Date, never>;
  updated_at: ColumnType<Date, Date, Date>;
}

export type UserRow = Selectable<UsersTable>;
