import type { ColumnType, Selectable } from 'kysely';

export interface MailOutboxTable {
  id: string;
  user_id: string | null;
  template: string;
  /** Keyed hash of the address. */
  recipient: Buffer;
  /** Address, name and data, sealed; null once it is settled. */
  content: ColumnType<Buffer | null, Buffer, null>;
  state: ColumnType<'waiting' | 'sent' | 'dead', 'waiting', 'waiting' | 'sent' | 'dead'>;
  attempts: ColumnType<number, number | undefined, number>;
  due_at: ColumnType<Date, Date, Date>;
  expires_at: ColumnType<Date, Date, never>;
  created_at: ColumnType<Date, Date, never>;
  settled_at: ColumnType<Date | null, never, Date>;
  failure: ColumnType<string | null, never, string | null>;
}

export type MailOutboxRow = Selectable<MailOutboxTable>;
