import type { Plan } from '../users/plans/plan.js';
import type { Limits } from './decision.js';

/**
 * The plans as the decision script reads them (append-log-4.lua, ARGV[1]): the script learns the caller's live plan from
 * its account and looks its numbers up here, so that a changed plan counts at once and still in one call.
 */
export function encodePlans(plans: Iterable<readonly [name: string, limits: Limits]>): string {
  const rows = [...plans];
  const keep = Math.max(
    ...rows.map(([, { windowMs, burstWindowMs, pauseMs }]) => Math.max(windowMs, burstWindowMs + pauseMs + 1)),
  );
  const text = rows.map(
    ([name, { limit, windowMs, burst, burstWindowMs, pauseMs }]) =>
      `${name}=${limit},${windowMs},${burst},${burstWindowMs},${pauseMs};`,
  );
  return `${keep};${text.join('')}`;
}

export function limitsOf(plan: Plan): Limits {
  return {
    limit: plan.requests.limit,
    windowMs: plan.requests.windowMs,
    burst: plan.burst.limit,
    burstWindowMs: plan.burst.windowMs,
    pauseMs: plan.burst.pauseMs,
  };
}
