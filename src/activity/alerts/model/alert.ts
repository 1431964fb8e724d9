import { createHash } from 'node:crypto';
import type { AlertSeverity } from '../../../events/domain-event.js';

/** From least to most. */
export const severities = ['info', 'low', 'medium', 'high', 'critical'] as const satisfies readonly AlertSeverity[];

export function atLeast(severity: AlertSeverity, least: AlertSeverity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(least);
}

/** What an alert is about. */
export interface AlertSubject {
  kind: 'user' | 'key' | 'network' | 'channel' | 'service';
  /** Of a network its keyed hash. */
  id: string;
}

export interface ScorePart {
  signal: string;
  log_odds: number;
  points: number;
}

/** What fired last, as alerts keep and tell it: never code, a whole address or a text that a caller chose. */
export interface AlertFacts {
  message: string;
  count: number;
  span_ms: number;
  score_before: number | null;
  score_after: number | null;
  contributions: readonly ScorePart[];
  /** Behaviour multiplier after it: the action that was taken by itself. */
  multiplier: number | null;
  decision_id: string | null;
}

/** The client network behind an alert. */
export interface AlertNetwork {
  /** Keyed hash: equal networks have equal ones. */
  hash: string;
  /** What may be shown outside: the range it lies in; null where only the hash is known. */
  shown: string | null;
  /** Canonical, whole; only ever stored sealed. */
  whole: string | null;
}

/** Something that needs attention happened (again). */
export interface Firing {
  kind: 'firing';
  fingerprint: string;
  scenario: string;
  subject: AlertSubject;
  /** The account that it belongs to. */
  userId: string | null;
  network: AlertNetwork | null;
  severity: AlertSeverity;
  /** A condition rather than an event: stays, however quiet, until it is ended. */
  lasting: boolean;
  /** How often since it was handed on last. */
  fires: number;
  facts: AlertFacts;
}

/** A condition is over. */
export interface Ending {
  kind: 'ending';
  fingerprint: string;
}

export type Signal = Firing | Ending;

/** The same thing about the same subject of the same account is one alert, on every instance. */
export function fingerprintOf(scenario: string, subject: AlertSubject, tenant: string | null): string {
  return createHash('sha256')
    .update(JSON.stringify([scenario, subject.kind, subject.id, tenant]))
    .digest('hex');
}
