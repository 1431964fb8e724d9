import type { ColumnType, Selectable } from 'kysely';

/** One row per sign-in, however often its refresh token rotates (auth design, §3.3). */
export interface SessionsTable {
  id: string;
  user_id: string;
  /** HMAC key of the session's refresh tokens, encrypted with the data secret. */
  refresh_key: Buffer;
  refresh_counter: number;
  /** When the counter last advanced: the start of the grace window. */
  refreshed_at: ColumnType<Date, Date, Date>;
  created_at: ColumnType<Date, Date, never>;
  last_used_at: ColumnType<Date, Date, Date>;
  idle_expires_at: ColumnType<Date, Date, Date>;
  absolute_expires_at: ColumnType<Date, Date, never>;
  ended_at: ColumnType<Date | null, Date | null, Date | null>;
  end_reason: string | null;
  user_agent: string | null;
  network: string | null;
  /** Methods of the sign-in (RFC 8176). */
  amr: ColumnType<string[], string[], string[]>;
  /** Of the sign-in; null where nobody signed in on the device itself. */
  authenticated_at: ColumnType<Date | null, Date | null, never>;
  /** Of its access tokens, seconds; null is the configured life. */
  access_life: ColumnType<number | null, number | null, never>;
  version: ColumnType<number, number | undefined, number>;
}

export type SessionRow = Selectable<SessionsTable>;
