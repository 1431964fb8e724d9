import type { AlertRow } from '../../../database/tables/alerts.js';

/**
 * Alerts about a network that say enough for all accounts which it reached: while one of them is open, alerts about
 * accounts from the same network are not told. They stand in the list all the same. What is critical is always told: that
 * one of the tried accounts was entered is the worst of it.
 */
export const inhibitors: readonly string[] = ['credential-stuffing'];

type Inhibitable = Pick<AlertRow, 'scenario' | 'severity' | 'subject_kind' | 'network_hash'>;

/** @param sources network hashes of the open alerts of `inhibitors`. */
export function isInhibited(alert: Inhibitable, sources: ReadonlySet<string>): boolean {
  if (alert.subject_kind !== 'user' && alert.subject_kind !== 'key') return false;
  if (alert.severity === 'critical') return false;
  return alert.network_hash !== null && sources.has(alert.network_hash);
}
