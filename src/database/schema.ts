import type { AccessEntriesTable, NetworkListsVersionTable } from './tables/access-entries.js';
import type { ActivityEventsTable, AuditHeadTable } from './tables/activity.js';
import type {
  AlertChangesTable,
  AlertChannelsTable,
  AlertDeliveriesTable,
  AlertEpisodesTable,
  AlertNoticesTable,
  AlertSilencesTable,
  AlertsTable,
} from './tables/alerts.js';
import type { AppealsTable } from './tables/appeals.js';
import type { AnalysesTable } from './tables/analyses.js';
import type { ApiKeyAnswersTable, ApiKeysTable } from './tables/api-keys.js';
import type { ArchitecturesTable } from './tables/architectures.js';
import type {
  AuditCheckpointsTable,
  AuditCursorsTable,
  AuditHoldsTable,
  AuditKeysTable,
  AuditPurgesTable,
} from './tables/audit.js';
import type { AuditOutboxTable } from './tables/audit-outbox.js';
import type {
  BillingCustomersTable,
  BillingEventsTable,
  BillingGrantsTable,
  BillingSubscriptionsTable,
} from './tables/billing.js';
import type { BehaviourOverridesTable, DetectionStatesTable } from './tables/detection.js';
import type { DeviceRequestsTable } from './tables/device-requests.js';
import type { OidcFlowsTable, OidcIdentitiesTable } from './tables/oidc.js';
import type { RecoveryCodesTable, TotpFactorsTable } from './tables/mfa.js';
import type { MailOutboxTable } from './tables/mail-outbox.js';
import type { OneTimeLinksTable } from './tables/one-time-links.js';
import type { RollupDeltasTable, RollupsTable, UsageDaysTable } from './tables/rollups.js';
import type { SessionsTable } from './tables/sessions.js';
import type { SetupTokensTable } from './tables/setup-tokens.js';
import type { AdmittedNetworksTable, SignInFailuresTable } from './tables/sign-in-failures.js';
import type { SigningKeysTable } from './tables/signing-keys.js';
import type { SubjectKeysTable } from './tables/subject-keys.js';
import type { UsersTable } from './tables/users.js';

/** Every table, typed. A new table gets a file in tables/, a line here and a migration. */
export interface Schema {
  users: UsersTable;
  sessions: SessionsTable;
  api_keys: ApiKeysTable;
  api_key_answers: ApiKeyAnswersTable;
  device_requests: DeviceRequestsTable;
  oidc_flows: OidcFlowsTable;
  oidc_identities: OidcIdentitiesTable;
  totp_factors: TotpFactorsTable;
  recovery_codes: RecoveryCodesTable;
  setup_tokens: SetupTokensTable;
  sign_in_failures: SignInFailuresTable;
  admitted_networks: AdmittedNetworksTable;
  signing_keys: SigningKeysTable;
  audit_outbox: AuditOutboxTable;
  subject_keys: SubjectKeysTable;
  access_entries: AccessEntriesTable;
  network_lists_version: NetworkListsVersionTable;
  mail_outbox: MailOutboxTable;
  one_time_links: OneTimeLinksTable;
  activity_events: ActivityEventsTable;
  rollups: RollupsTable;
  rollup_deltas: RollupDeltasTable;
  usage_days: UsageDaysTable;
  appeals: AppealsTable;
  audit_head: AuditHeadTable;
  audit_keys: AuditKeysTable;
  audit_checkpoints: AuditCheckpointsTable;
  audit_purges: AuditPurgesTable;
  audit_holds: AuditHoldsTable;
  audit_cursors: AuditCursorsTable;
  alerts: AlertsTable;
  alert_changes: AlertChangesTable;
  alert_episodes: AlertEpisodesTable;
  alert_silences: AlertSilencesTable;
  alert_channels: AlertChannelsTable;
  alert_deliveries: AlertDeliveriesTable;
  alert_notices: AlertNoticesTable;
  detection_states: DetectionStatesTable;
  behaviour_overrides: BehaviourOverridesTable;
  analyses: AnalysesTable;
  architectures: ArchitecturesTable;
  billing_events: BillingEventsTable;
  billing_customers: BillingCustomersTable;
  billing_subscriptions: BillingSubscriptionsTable;
  billing_grants: BillingGrantsTable;
}
