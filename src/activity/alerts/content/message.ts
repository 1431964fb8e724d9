import type { AlertSeverity } from '../../../events/domain-event.js';
import type { AlertRow } from '../../../database/tables/alerts.js';
import type { AlertFacts, AlertSubject } from '../model/alert.js';

/** Alerts shown in one message; of the others the number is told. */
export const SHOWN = 50;

/**
 * What a message says, settled when it is composed and the same in every attempt. It names accounts by id: their names are
 * looked up when it is written out, so that none outlives its account.
 */
export interface Message {
  kind: 'group' | 'digest' | 'overflow' | 'heartbeat' | 'test';
  composed_at: string;
  /** Of the group; null where there are several or none. */
  scenario: string | null;
  alerts: MessageAlert[];
  /** Alerts that it is also about and does not show. */
  more: number;
  /** Of an overflow: how many alerts of each scenario. */
  scenarios?: Record<string, number>;
  /** Of a heartbeat. */
  summary?: Summary;
}

export interface MessageAlert {
  id: string;
  fingerprint: string;
  episode: number;
  status: 'firing' | 'resolved';
  scenario: string;
  severity: AlertSeverity;
  subject: AlertSubject;
  user_id: string | null;
  /** The range that the client network lies in. */
  network: string | null;
  fires: number;
  started_at: string;
  fired_at: string;
  resolved_at: string | null;
  facts: AlertFacts;
}

/** The last day, as a heartbeat tells it. */
export interface Summary {
  open: number;
  opened: number;
  delivered: number;
  given_up: number;
}

export function messageAlert(row: AlertRow): MessageAlert {
  return {
    id: row.id,
    fingerprint: row.fingerprint,
    episode: row.episode,
    status: row.state === 'resolved' ? 'resolved' : 'firing',
    scenario: row.scenario,
    severity: row.severity,
    subject: { kind: row.subject_kind as AlertSubject['kind'], id: row.subject_id },
    user_id: row.user_id,
    network: row.network_shown,
    fires: row.fires,
    started_at: row.started_at.toISOString(),
    fired_at: row.fired_at.toISOString(),
    resolved_at: row.state === 'resolved' ? (row.resolved_at?.toISOString() ?? null) : null,
    facts: row.facts as AlertFacts,
  };
}
