import type { ActivityEventsTable, ActivityRollupsTable } from './tables/activity.js';
import type { AnalysesTable } from './tables/analyses.js';
import type { ArchitecturesTable } from './tables/architectures.js';
import type { AuditOutboxTable } from './tables/audit-outbox.js';
import type { SessionsTable } from './tables/sessions.js';
import type { SetupTokensTable } from './tables/setup-tokens.js';
import type { UsersTable } from './tables/users.js';

/** Every table, typed. A new table gets a file in tables/, a line here and a migration. */
export interface Schema {
  users: UsersTable;
  sessions: SessionsTable;
  setup_tokens: SetupTokensTable;
  audit_outbox: AuditOutboxTable;
  activity_events: ActivityEventsTable;
  activity_rollups: ActivityRollupsTable;
  analyses: AnalysesTable;
  architectures: ArchitecturesTable;
}
