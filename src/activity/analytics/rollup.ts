import type { ActivityEvent } from '../activity-event.js';
import { recordLatency, type LatencyHistogram } from './latency-histogram.js';
import { type SubjectCount, SubjectCounts } from './subject-counts.js';

/** Sums over one span of time. Every field adds up, so spans and instances merge in any order. */
export interface Rollup {
  requests: number;
  /** Requests that a limit let through, and that one refused. */
  accepted: number;
  denied: number;
  /** Answers of 500 and above. */
  errors: number;
  plans: Record<string, { requests: number; denied: number }>;
  statuses: Record<string, number>;
  /** By `METHOD template`; templates are as many as routes. */
  routes: Record<string, { requests: number; denied: number; errors: number }>;
  latency: LatencyHistogram;
  analyses: { total: number; dangerous: number; findings: number; failed: number; languages: Record<string, number> };
  /** Fires by scenario. */
  fires: Record<string, number>;
  subjects: Record<string, SubjectCount>;
}

/** Distinct values kept of each kind; the rest is summed under `other`, so that nothing from outside can grow a row. */
const VALUES_LIMIT = 200;
const OTHER = 'other';

export function emptyRollup(): Rollup {
  return {
    requests: 0,
    accepted: 0,
    denied: 0,
    errors: 0,
    plans: {},
    statuses: {},
    routes: {},
    latency: {},
    analyses: { total: 0, dangerous: 0, findings: 0, failed: 0, languages: {} },
    fires: {},
    subjects: {},
  };
}

/** Adds an event. `subjects` is kept apart because it is cut to its largest entries only when the row is written. */
export function addToRollup(rollup: Rollup, subjects: SubjectCounts, event: ActivityEvent): void {
  if (event.type === 'http.request') addRequest(rollup, subjects, event);
  else if (event.type === 'detect.scenario_fired') increment(rollup.fires, String(event.data?.['scenario'] ?? OTHER));
  else if (event.type === 'code.analysis.failed' || event.type === 'code.analysis.timeout') rollup.analyses.failed += 1;
}

export function mergeRollup(into: Rollup, other: Rollup): void {
  for (const field of ['requests', 'accepted', 'denied', 'errors'] as const) into[field] += other[field];
  for (const [plan, sums] of Object.entries(other.plans)) {
    const known = slot(into.plans, plan, () => ({ requests: 0, denied: 0 }));
    known.requests += sums.requests;
    known.denied += sums.denied;
  }
  for (const [route, sums] of Object.entries(other.routes)) {
    const known = slot(into.routes, route, () => ({ requests: 0, denied: 0, errors: 0 }));
    known.requests += sums.requests;
    known.denied += sums.denied;
    known.errors += sums.errors;
  }
  for (const kind of ['statuses', 'latency', 'fires'] as const) mergeCounts(into[kind], other[kind]);
  for (const field of ['total', 'dangerous', 'findings', 'failed'] as const)
    into.analyses[field] += other.analyses[field];
  mergeCounts(into.analyses.languages, other.analyses.languages);
}

function addRequest(rollup: Rollup, subjects: SubjectCounts, event: ActivityEvent): void {
  const status = event.status ?? 0;
  const denied = isDenied(event) ? 1 : 0;
  rollup.requests += 1;
  rollup.denied += denied;
  if (event.decision?.allowed === true) rollup.accepted += 1;
  if (status >= 500) rollup.errors += 1;
  const plan = slot(rollup.plans, event.actor.plan ?? OTHER, () => ({ requests: 0, denied: 0 }));
  plan.requests += 1;
  plan.denied += denied;
  increment(rollup.statuses, String(status));
  const name = event.route == null ? `${event.method ?? ''} (no route)` : `${event.method ?? ''} ${event.route}`;
  const route = slot(rollup.routes, name, () => ({ requests: 0, denied: 0, errors: 0 }));
  route.requests += 1;
  route.denied += denied;
  if (status >= 500) route.errors += 1;
  if (event.ms !== undefined) recordLatency(rollup.latency, event.ms);
  if (event.code !== undefined) {
    rollup.analyses.total += 1;
    rollup.analyses.findings += event.code.findings;
    if (event.code.dangerous) rollup.analyses.dangerous += 1;
    increment(rollup.analyses.languages, event.code.language);
  }
  const subject = subjectOf(event);
  if (subject !== null) {
    subjects.add(subject, { requests: 1, denied, ...(event.src === undefined ? {} : { src: event.src }) });
  }
}

/** `u:<user id>`, `n:<hash of the network>` for callers without a name, null when there is neither. */
export function subjectOf({ actor, net }: ActivityEvent): string | null {
  if (actor.kind !== 'anonymous' && actor.id !== undefined) return `u:${actor.id}`;
  return net === undefined ? null : `n:${net}`;
}

/** Refused by a limit of any kind, or by a block. */
function isDenied({ status, decision }: ActivityEvent): boolean {
  return status === 429 || decision?.allowed === false;
}

function increment(counts: Record<string, number>, value: string): void {
  const key = value in counts || Object.keys(counts).length < VALUES_LIMIT ? value : OTHER;
  counts[key] = (counts[key] ?? 0) + 1;
}

function mergeCounts(into: Record<string, number>, other: Readonly<Record<string, number>>): void {
  for (const [value, count] of Object.entries(other)) into[value] = (into[value] ?? 0) + count;
}

function slot<T>(slots: Record<string, T>, value: string, empty: () => T): T {
  const key = value in slots || Object.keys(slots).length < VALUES_LIMIT ? value : OTHER;
  return (slots[key] ??= empty());
}
