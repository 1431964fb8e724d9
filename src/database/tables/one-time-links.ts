import type { ColumnType } from 'kysely';

/** What a link is good for; also the name of the mail that brings it. */
export type LinkPurpose = 'verify-email' | 'reset-password' | 'change-email' | 'invitation' | 'sign-in-link';

export interface OneTimeLinksTable {
  user_id: string;
  purpose: LinkPurpose;
  /** SHA-256 of the token. */
  token_hash: Buffer;
  data: ColumnType<unknown, string | null, string | null>;
  created_at: ColumnType<Date, Date, Date>;
  expires_at: ColumnType<Date, Date, Date>;
}
