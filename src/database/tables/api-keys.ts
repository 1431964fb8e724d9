import type { ColumnType, Generated, Selectable } from 'kysely';

type Time = ColumnType<Date, Date, Date>;
type OptionalTime = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** One row per API key, however often it is rotated (auth design, §3.7). */
export interface ApiKeysTable {
  /** Twelve characters, part of the key. */
  id: string;
  user_id: string;
  name: string;
  permissions: ColumnType<string[], string[], string[]>;
  /** Requests in the plan's window; null: no limit besides the owner's. */
  rate_limit: ColumnType<number | null, number | null | undefined, number | null>;
  /** Number of the current secret; the one before holds until `previous_expires_at`. */
  generation: Generated<number>;
  /** SHA-256 of the whole key. */
  secret_hash: Buffer;
  last4: string;
  previous_hash: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
  previous_expires_at: OptionalTime;
  expires_at: OptionalTime;
  revoked_at: OptionalTime;
  created_at: ColumnType<Date, Date, never>;
  updated_at: Time;
  last_used_at: OptionalTime;
  last_used_network: ColumnType<string | null, string | null | undefined, string | null>;
  use_count: Generated<number>;
  noticed_expiry: OptionalTime;
  version: Generated<number>;
}

export type ApiKeyRow = Selectable<ApiKeysTable>;

/** What was answered to a request with an Idempotency-Key. */
export interface ApiKeyAnswersTable {
  user_id: string;
  token_hash: Buffer;
  request_hash: Buffer;
  answer: Buffer;
  created_at: ColumnType<Date, Date, never>;
}
