/** As really sent; OpenAPI shows it. */
export const analyticsExample = {
  from: '2026-11-24T10:00:00.000Z',
  to: '2026-11-24T10:15:12.004Z',
  total_active_limits: 3,
  requests_per_minute: 12.43,
  top_offenders: [
    { identifier: '019abc2e-0000-7000-8000-000000000001', type: 'user', request_count: 48, denied_count: 31 },
    { identifier: '192.0.2.7', type: 'ip', request_count: 14, denied_count: 9 },
  ],
  by_plan: { free: { request_count: 150, denied_count: 31 }, anonymous: { request_count: 39, denied_count: 9 } },
  by_status: { '200': 140, '401': 3, '422': 6, '429': 40 },
  by_route: { 'POST /analyze': { request_count: 160, denied_count: 40, error_count: 0 } },
  latency: { p50_ms: 18.3, p95_ms: 92.4, p99_ms: 240.1 },
  analyses: { total: 114, dangerous: 2, failed: 0, findings: 371, by_language: { python: 80, typescript: 34 } },
  suspicious: { scenario_fires: 2, by_scenario: { 'rapid-fire': 1, 'limit-violations': 1 }, dangerous_analyses: 2 },
  timeline: [
    { time: '2026-11-24T10:00:00.000Z', request_count: 12, accepted_count: 9, denied_count: 2, error_count: 0 },
  ],
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
};
