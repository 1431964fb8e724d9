import type { ColumnType } from 'kysely';

export interface AuditOutboxTable {
  id: string;
  /** A DomainEvent as JSON. */
  event: ColumnType<unknown, string, never>;
  created_at: ColumnType<Date, Date, never>;
}
