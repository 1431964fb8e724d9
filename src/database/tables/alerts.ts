import type { ColumnType, Generated, Selectable } from 'kysely';
import type { AlertSeverity } from '../../events/domain-event.js';

/** A column that is JSON in the database: written as text, read as what it says. */
type Json = ColumnType<unknown, string, string>;
type Fixed<T> = ColumnType<T, T, never>;

export interface AlertsTable {
  id: Fixed<string>;
  fingerprint: Fixed<string>;
  scenario: Fixed<string>;
  subject_kind: Fixed<string>;
  subject_id: Fixed<string>;
  user_id: Fixed<string | null>;
  network_hash: string | null;
  network_shown: string | null;
  network_sealed: Buffer | null;
  severity: AlertSeverity;
  state: 'open' | 'acknowledged' | 'resolved';
  lasting: boolean;
  episode: number;
  fires: number;
  started_at: Date;
  fired_at: Date;
  acknowledged_at: Date | null;
  acknowledged_by: string | null;
  resolved_at: Date | null;
  false_positive: boolean;
  /** AlertFacts (activity/alerts/model/alert). */
  facts: Json;
}

export type AlertRow = Selectable<AlertsTable>;

export interface AlertChangesTable {
  seq: Generated<number>;
  alert_id: Fixed<string>;
  what: 'opened' | 'reopened' | 'raised' | 'acknowledged' | 'resolved' | 'false_positive' | 'true_positive';
  at: Fixed<Date>;
  by: string | null;
  reason: string | null;
}

export type AlertChangeRow = Selectable<AlertChangesTable>;

export interface AlertEpisodesTable {
  fingerprint: string;
  episode: number;
  scenario: string;
  opened_at: Date;
  false_positive: ColumnType<boolean, boolean | undefined, boolean>;
}

export interface AlertSilencesTable {
  id: Fixed<string>;
  /** Matcher[] (activity/alerts/silences/matcher). */
  matchers: Json;
  starts_at: Date;
  ends_at: Date;
  reason: Fixed<string>;
  created_by: ColumnType<string | null, string, never>;
  created_at: Fixed<Date>;
}

export type AlertSilenceRow = Selectable<AlertSilencesTable>;

export interface AlertChannelsTable {
  id: Fixed<string>;
  name: string;
  kind: Fixed<'webhook' | 'email'>;
  format: 'json' | 'alertmanager' | 'alertmanager_api' | 'slack' | 'mail';
  target: Buffer;
  min_severity: AlertSeverity;
  /** Names as a JSON list; null: all. */
  scenarios: ColumnType<unknown, string | null, string | null>;
  heartbeat: boolean;
  enabled: boolean;
  disabled_reason: string | null;
  secret: Buffer | null;
  previous_secret: Buffer | null;
  previous_until: Date | null;
  heartbeat_at: Date;
  failures: ColumnType<number, number | undefined, number>;
  last_success_at: Date | null;
  last_failure_at: Date | null;
  created_by: ColumnType<string | null, string, never>;
  created_at: Fixed<Date>;
  updated_at: Date;
}

export type AlertChannelRow = Selectable<AlertChannelsTable>;

export interface AlertDeliveriesTable {
  id: Fixed<string>;
  channel_id: Fixed<string>;
  kind: 'group' | 'digest' | 'overflow' | 'heartbeat' | 'test';
  group_key: Fixed<string>;
  state: 'gathering' | 'waiting' | 'delivered' | 'dead';
  /** Message (activity/alerts/content/message); null while it gathers. */
  message: ColumnType<unknown, string | null, string | null>;
  attempts: ColumnType<number, number | undefined, number>;
  due_at: Date;
  leased_until: Date | null;
  created_at: Fixed<Date>;
  composed_at: Date | null;
  settled_at: Date | null;
  /** Attempt[] (activity/alerts/delivery/attempt). */
  log: ColumnType<unknown, string | undefined, string>;
}

export type AlertDeliveryRow = Selectable<AlertDeliveriesTable>;

export interface AlertNoticesTable {
  channel_id: string;
  alert_id: string;
  episode: number;
  resolved: boolean;
  told_at: Date;
}
