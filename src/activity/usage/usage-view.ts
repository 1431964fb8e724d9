import type { LimitsView } from '../../rate-limit/administration/limits-view.js';
import type { UsageLine } from '../analytics/rollup/usage.js';

interface UsageCounts {
  request_count: number;
  /** Requests that counted against the plan. */
  accepted_count: number;
}

export interface RouteUsage extends UsageCounts {
  /** `METHOD template` */
  route: string;
  by_outcome: Record<string, number>;
}

export interface DayUsage extends UsageCounts {
  /** `2026-11-25`, UTC. */
  day: string;
  /** Refused because of a limit. */
  limited_count: number;
  /** Most used first. */
  by_route: RouteUsage[];
}

export interface UsageView {
  /** One for each day, the oldest first. */
  days: DayUsage[];
  /** What the caller has left now. */
  limits: LimitsView;
}

/** What was sent on one day. */
export function dayUsage(day: string, lines: readonly UsageLine[]): DayUsage {
  const routes = new Map<string, RouteUsage>();
  const all: DayUsage = { day, request_count: 0, accepted_count: 0, limited_count: 0, by_route: [] };
  for (const [route, outcome, requests, accepted] of lines) {
    const known = routes.get(route) ?? { route, request_count: 0, accepted_count: 0, by_outcome: {} };
    routes.set(route, known);
    for (const counts of [all, known]) {
      counts.request_count += requests;
      counts.accepted_count += accepted;
    }
    known.by_outcome[outcome] = (known.by_outcome[outcome] ?? 0) + requests;
    if (outcome === 'limited') all.limited_count += requests;
  }
  all.by_route = [...routes.values()].sort((a, b) => b.request_count - a.request_count);
  return all;
}
