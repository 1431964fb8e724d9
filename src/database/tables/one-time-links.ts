import type { ColumnType } from 'kysely';
import type { LinkTemplate } from '../../mail/mail.js';

export interface OneTimeLinksTable {
  user_id: string;
  purpose: LinkTemplate;
  /** SHA-256 of the token. */
  token_hash: Buffer;
  data: ColumnType<unknown, string | null, string | null>;
  created_at: ColumnType<Date, Date, Date>;
  expires_at: ColumnType<Date, Date, Date>;
}
