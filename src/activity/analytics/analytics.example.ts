/** As really sent; OpenAPI shows it. */
const latency = { p50_ms: 18.3, p95_ms: 92.4, p99_ms: 240.1 };
const counts = { request_count: 189, accepted_count: 120, denied_count: 40, error_count: 0 };
const step = {
  time: '2026-11-24T10:00:00.000Z',
  request_count: 12,
  accepted_count: 9,
  denied_count: 2,
  error_count: 0,
  ...latency,
};

export const analyticsExample = {
  from: '2026-11-24T10:00:00.000Z',
  to: '2026-11-24T10:15:12.004Z',
  step: '1m',
  ...counts,
  total_active_limits: 3,
  requests_per_minute: 12.43,
  top_offenders: [
    { identifier: '019abc2e-0000-7000-8000-000000000001', type: 'user', request_count: 48, denied_count: 31 },
    { identifier: '192.0.2.7', type: 'ip', request_count: 14, denied_count: 9 },
  ],
  by_plan: { free: { request_count: 150, accepted_count: 110, denied_count: 31, error_count: 0 } },
  by_status: { '200': 140, '401': 3, '422': 6, '429': 40 },
  by_route: {
    'POST /analyze': { request_count: 160, accepted_count: 120, denied_count: 40, error_count: 0, latency },
  },
  by_outcome: { ok: 140, denied: 3, error: 6, limited: 40 },
  latency,
  analyses: {
    total: 114,
    dangerous: 2,
    failed: 0,
    timeouts: 1,
    findings: 371,
    findings_by_severity: { high: 41, medium: 130, low: 200 },
    by_language: { python: 80, typescript: 34 },
    by_worst_severity: { high: 30, medium: 44, none: 40 },
    queue_wait: { p50_ms: 0.1, p95_ms: 12.5, p99_ms: 60.2 },
  },
  suspicious: { scenario_fires: 2, by_scenario: { 'rapid-fire': 1, 'limit-violations': 1 }, dangerous_analyses: 2 },
  timeline: [step],
  previous: {
    from: '2026-11-24T09:44:00.000Z',
    to: '2026-11-24T10:00:00.000Z',
    ...counts,
    requests_per_minute: 11.81,
    latency,
    timeline: [{ time: '2026-11-24T09:44:00.000Z', ...counts }],
  },
  group_by: 'outcome',
  groups: [{ value: 'ok', ...counts, previous_request_count: 180, timeline: [12] }],
  limits: {
    active_limits_exact: true,
    near_limit_subjects: 1,
    accepted_count: 120,
    refused_count: 40,
    near_limit_count: 6,
    by_plan: { free: { accepted_count: 120, refused_count: 40, near_limit_count: 6 } },
    by_route: { 'POST /analyze': { accepted_count: 120, refused_count: 40, near_limit_count: 6 } },
    by_policy: { plan: 9, burst: 31 },
  },
  lost_events: 0,
  missing: [],
  system: {
    redis: { state: 'ok', status: 'ready', breaker: 'closed' },
    activity: { state: 'ok', spool: 0, dropped: 0, lag_ms: 26, waiting: 0 },
    analysis: { state: 'ok', children: 2, ready: 2, waiting: 0 },
  },
};
