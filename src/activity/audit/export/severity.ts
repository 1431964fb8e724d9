import type { AuditRecord } from '../chain/audit-record.js';

/** OCSF's severity: 1 informational, 2 low, 3 medium, 4 high, 5 critical. */
export type Severity = 1 | 2 | 3 | 4 | 5;

export const severityNames = { 1: 'Informational', 2: 'Low', 3: 'Medium', 4: 'High', 5: 'Critical' } as const;
const byWord: Readonly<Record<string, Severity>> = { info: 1, low: 2, medium: 3, high: 4, critical: 5 };
const grave = new Set<string>(['audit.verify.failed', 'audit.gap', 'audit.dropped', 'auth.token.reuse_detected']);

/** What an event says of itself, else by what kind it is of and how it ended. */
export function severityOf({ type, outcome, data, status }: AuditRecord): Severity {
  const said = byWord[String(data?.['severity'] ?? '')];
  if (said !== undefined) return said;
  if (grave.has(type)) return 4;
  if (type === 'detect.scenario_fired' || type === 'code.analysis.dangerous') return 3;
  if ((status ?? 0) >= 500 || outcome === 'denied') return 2;
  return outcome === 'limited' || /^(admin|privacy|key|user)\./.test(type) ? 2 : 1;
}
