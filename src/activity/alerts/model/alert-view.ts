import type { AlertChangeRow, AlertRow } from '../../../database/tables/alerts.js';
import type { AlertSeverity } from '../../../events/domain-event.js';
import type { Suppressed } from '../grouping/suppression.js';
import type { AlertFacts, AlertSubject } from './alert.js';

/** An alert as admins see it. */
export interface AlertView {
  id: string;
  fingerprint: string;
  scenario: string;
  subject: AlertSubject;
  /** The account that it belongs to. */
  user: { id: string; name: string | null } | null;
  /** The range that the client network lies in. */
  network: string | null;
  severity: AlertSeverity;
  state: AlertRow['state'];
  /** Times that it opened. */
  episode: number;
  /** Fires of this episode. */
  fires: number;
  started_at: string;
  fired_at: string;
  acknowledged_at: string | null;
  acknowledged_by: string | null;
  resolved_at: string | null;
  false_positive: boolean;
  facts: AlertFacts;
  /** Why it is not told at the moment; null when it is. */
  suppressed: Suppressed | null;
}

export interface AlertChangeView {
  what: AlertChangeRow['what'];
  at: string;
  by: string | null;
  reason: string | null;
}

export interface AlertDetailView extends AlertView {
  /** The client network, whole. */
  client_network: string | null;
  /** Newest first. */
  history: AlertChangeView[];
}

export type NamedAlertRow = AlertRow & { user_name: string | null };

export function alertView(row: NamedAlertRow, suppressed: Suppressed | null): AlertView {
  return {
    id: row.id,
    fingerprint: row.fingerprint,
    scenario: row.scenario,
    subject: { kind: row.subject_kind as AlertSubject['kind'], id: row.subject_id },
    user: row.user_id === null ? null : { id: row.user_id, name: row.user_name },
    network: row.network_shown,
    severity: row.severity,
    state: row.state,
    episode: row.episode,
    fires: row.fires,
    started_at: row.started_at.toISOString(),
    fired_at: row.fired_at.toISOString(),
    acknowledged_at: row.acknowledged_at?.toISOString() ?? null,
    acknowledged_by: row.acknowledged_by,
    resolved_at: row.resolved_at?.toISOString() ?? null,
    false_positive: row.false_positive,
    facts: row.facts as AlertFacts,
    suppressed: row.state === 'resolved' ? null : suppressed,
  };
}

export const exampleAlert: AlertView = {
  id: '019ae8a4-5d1c-7c3e-9a52-0f6a1f0c8b7d',
  fingerprint: 'c1d5e0a94f0e6b1c7a3a0d6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b',
  scenario: 'rapid-fire',
  subject: { kind: 'user', id: '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e' },
  user: { id: '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e', name: 'Ada' },
  network: '203.0.113.0/24',
  severity: 'medium',
  state: 'open',
  episode: 1,
  fires: 2,
  started_at: '2026-11-25T12:00:00.000Z',
  fired_at: '2026-11-25T12:06:00.000Z',
  acknowledged_at: null,
  acknowledged_by: null,
  resolved_at: null,
  false_positive: false,
  facts: {
    message: '21 requests in 3 s; a normal burst is 20',
    count: 21,
    span_ms: 3_000,
    score_before: 0.6,
    score_after: 0.41,
    contributions: [{ signal: 'rapid-fire', log_odds: -0.78, points: -0.19 }],
    multiplier: 1,
    decision_id: '019ae8a4-5d1c-7c3e-9a52-0f6a1f0c8b7e',
  },
  suppressed: null,
};
