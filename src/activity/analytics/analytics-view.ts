import type { HealthSummary } from '../../health/health-registry.js';
import type { GroupView } from './groups.js';
import type { LimiterView } from './limiter-figures.js';
import type { LimitSumsView, Offender } from './limit-sums-view.js';
import type { Slots } from './rollup/counts.js';
import type { Dimension } from './rollup/dimensions.js';
import { type Percentiles, percentiles } from './rollup/latency-histogram.js';
import type { Cell, Rollup } from './rollup/rollup.js';
import { type CountsView, countsView, type PastStep, type PeriodView, type TimelineStep } from './timeline.js';

interface AnalysesView {
  total: number;
  dangerous: number;
  failed: number;
  timeouts: number;
  findings: number;
  findings_by_severity: Record<string, number>;
  by_language: Record<string, number>;
  /** Analyses by their worst finding; `none` without findings. */
  by_worst_severity: Record<string, number>;
  /** How long analyses waited for a child process. */
  queue_wait: Percentiles;
}

/** The answer of GET /admin/analytics. */
export interface AnalyticsView {
  from: string;
  to: string;
  step: '1m' | '1h' | '1d';
  request_count: number;
  accepted_count: number;
  denied_count: number;
  error_count: number;
  /** Subjects with an accepted limited request in the last 60 s; null while Redis is away. */
  total_active_limits: number | null;
  /** Mean over the range. */
  requests_per_minute: number;
  /** Most refused first. */
  top_offenders: Offender[];
  by_plan: Record<string, CountsView>;
  by_status: Record<string, number>;
  by_route: Record<string, CountsView & { latency?: Percentiles }>;
  by_outcome: Record<string, number>;
  latency: Percentiles;
  analyses: AnalysesView;
  suspicious: { scenario_fires: number; by_scenario: Record<string, number>; dangerous_analyses: number };
  timeline: TimelineStep[];
  /** The same length of time before. */
  previous: PeriodView<PastStep>;
  group_by?: Dimension;
  groups?: GroupView[];
  /** The limiter's own counters; null for a span that began more than 25 hours ago, and while Redis is away. */
  limits: LimitSumsView | null;
  /** Events that were given up before they could be kept: what these figures may lack. */
  lost_events: number;
  /** Members that cannot be told now. */
  missing: string[];
  /** How the instance that answers is: stores, the record's backlog and lag, the analysis queue. */
  system: HealthSummary['checks'];
}

export interface AnalyticsParts {
  period: PeriodView;
  previous: PeriodView<PastStep>;
  step: AnalyticsView['step'];
  total: Rollup;
  offenders: Offender[];
  limiter: LimiterView | null;
  system: HealthSummary['checks'];
  grouped?: { group_by: Dimension; groups: GroupView[] };
}

export function analyticsView(parts: AnalyticsParts): AnalyticsView {
  const { period, previous, step, total, offenders, limiter, system, grouped } = parts;
  const { from, to, timeline, latency, requests_per_minute, ...counts } = period;
  return {
    from,
    to,
    step,
    ...counts,
    total_active_limits: limiter?.total_active_limits ?? null,
    requests_per_minute,
    top_offenders: offenders,
    by_plan: mapped(total.by.plan, countsView),
    by_status: requestsOf(total.by.status),
    by_route: Object.fromEntries(
      Object.entries(total.by.route).map(([route, cell]) => [
        route,
        {
          ...countsView(cell),
          ...(total.latencies[route] === undefined ? {} : { latency: percentiles(total.latencies[route]) }),
        },
      ]),
    ),
    by_outcome: requestsOf(total.by.outcome),
    latency,
    analyses: analysesView(total),
    suspicious: {
      scenario_fires: sum(total.fires),
      by_scenario: { ...total.fires },
      dangerous_analyses: total.analyses.dangerous,
    },
    timeline,
    previous,
    ...grouped,
    limits: limiter?.limits ?? null,
    lost_events: total.dropped,
    missing: limiter === null ? ['total_active_limits', 'limits'] : [],
    system,
  };
}

function analysesView({ analyses, by }: Rollup): AnalysesView {
  const { total, dangerous, failed, timeouts, findings, waits } = analyses;
  return {
    total,
    dangerous,
    failed,
    timeouts,
    findings: sum(findings),
    findings_by_severity: { ...findings },
    by_language: requestsOf(by.language),
    by_worst_severity: requestsOf(by.severity),
    queue_wait: percentiles(waits),
  };
}

function requestsOf(cells: Readonly<Slots<Cell>>): Record<string, number> {
  return mapped(cells, ([requests]) => requests);
}

function sum(counts: Readonly<Slots<number>>): number {
  return Object.values(counts).reduce((all, count) => all + count, 0);
}

function mapped<A, B>(slots: Readonly<Slots<A>>, convert: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(slots).map(([key, value]) => [key, convert(value)]));
}
