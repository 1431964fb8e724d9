import type { AuditOutboxTable } from './tables/audit-outbox.js';
import type { SessionsTable } from './tables/sessions.js';
import type { UsersTable } from './tables/users.js';

/** Every table, typed. A new table gets a file in tables/, a line here and a migration. */
export interface Schema {
  users: UsersTable;
  sessions: SessionsTable;
  audit_outbox: AuditOutboxTable;
}
