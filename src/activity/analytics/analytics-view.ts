import { latencyQuantile } from './latency-histogram.js';
import type { LimitSumsView, Offender } from './limit-sums-view.js';
import type { Rollup } from './rollup.js';
import type { TimeRange } from './time-range.js';

export interface TimelineStep {
  time: string;
  request_count: number;
  accepted_count: number;
  denied_count: number;
  error_count: number;
}

/** The answer of GET /admin/analytics. */
export interface AnalyticsView {
  from: string;
  to: string;
  /** Subjects with an accepted limited request in the last 60 s. */
  total_active_limits: number;
  /** Mean over the range. */
  requests_per_minute: number;
  /** Most refused first. */
  top_offenders: Offender[];
  by_plan: Record<string, { request_count: number; denied_count: number }>;
  by_status: Record<string, number>;
  by_route: Record<string, { request_count: number; denied_count: number; error_count: number }>;
  latency: { p50_ms: number | null; p95_ms: number | null; p99_ms: number | null };
  analyses: { total: number; dangerous: number; failed: number; findings: number; by_language: Record<string, number> };
  suspicious: { scenario_fires: number; by_scenario: Record<string, number>; dangerous_analyses: number };
  timeline: TimelineStep[];
  /** The limiter's own counters; null for a span that began more than 25 hours ago. */
  limits: LimitSumsView | null;
}

export type LimiterFigures = Pick<AnalyticsView, 'total_active_limits' | 'top_offenders' | 'limits'>;

export function analyticsView(
  { from, to }: TimeRange,
  total: Rollup,
  steps: ReadonlyMap<number, Rollup>,
  limiter: LimiterFigures,
): AnalyticsView {
  const { latency, analyses, fires } = total;
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    total_active_limits: limiter.total_active_limits,
    requests_per_minute: Math.round((total.requests / ((to - from) / 60_000)) * 100) / 100,
    top_offenders: limiter.top_offenders,
    by_plan: mapped(total.plans, ({ requests, denied }) => ({ request_count: requests, denied_count: denied })),
    by_status: total.statuses,
    by_route: mapped(total.routes, ({ requests, denied, errors }) => ({
      request_count: requests,
      denied_count: denied,
      error_count: errors,
    })),
    latency: {
      p50_ms: latencyQuantile(latency, 0.5),
      p95_ms: latencyQuantile(latency, 0.95),
      p99_ms: latencyQuantile(latency, 0.99),
    },
    analyses: {
      total: analyses.total,
      dangerous: analyses.dangerous,
      failed: analyses.failed,
      findings: analyses.findings,
      by_language: analyses.languages,
    },
    suspicious: {
      scenario_fires: Object.values(fires).reduce((sum, count) => sum + count, 0),
      by_scenario: fires,
      dangerous_analyses: analyses.dangerous,
    },
    timeline: [...steps].map(([time, step]) => ({
      time: new Date(time).toISOString(),
      request_count: step.requests,
      accepted_count: step.accepted,
      denied_count: step.denied,
      error_count: step.errors,
    })),
    limits: limiter.limits,
  };
}

/** The timeline as CSV (RFC 4180): times and numbers only. */
export function timelineCsv(timeline: readonly TimelineStep[]): string {
  const columns = ['time', 'request_count', 'accepted_count', 'denied_count', 'error_count'] as const;
  const lines = timeline.map((step) => columns.map((column) => step[column]).join(','));
  return [columns.join(','), ...lines, ''].join('\r\n');
}

function mapped<A, B>(record: Readonly<Record<string, A>>, convert: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value)]));
}
