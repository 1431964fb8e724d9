import type { Account } from '../access/account.js';
import type { Plan, PlanWindow } from '../users/plans/plan.js';
import type { Limits, WindowRule } from './decision.js';
import { COUNT_MAX } from './log/packed-limits.js';

/** @param ofRoute the windows that the route's own policy has for the plan. */
export function limitsOf(plan: Plan, ofRoute: readonly PlanWindow[] = []): Limits {
  const { requests, burst, windows = [] } = plan;
  const further: WindowRule[] = [
    ...windows.map((window) => ({ ...window, log: 'own' as const })),
    ...ofRoute.map((window) => ({ ...window, log: 'route' as const })),
  ];
  const shadowed = { plan: requests.shadow === true, burst: burst.shadow === true };
  return {
    limit: requests.limit,
    windowMs: requests.windowMs,
    burst: burst.limit,
    burstWindowMs: burst.windowMs,
    pauseMs: burst.pauseMs,
    ...(further.length === 0 ? {} : { further }),
    ...(shadowed.plan || shadowed.burst ? { shadowed } : {}),
  };
}

/**
 * What the behaviour multiplier does: nothing for admins and under an override; for an account on the allow list it can
 * only raise.
 */
export type Behaviour = 'ignored' | 'counts' | 'raises';

/** What an account may send: its plan's limits under an override or under the behaviour multiplier. */
export interface AccountLimits {
  limits: Limits;
  /** Unix ms until which an admin's block holds, when one does. */
  blockedUntil: number | null;
  behaviour: Behaviour;
}

/**
 * The same rules as in append-log-1-6.lua, for when the account is known here and not read there. An override speaks of
 * the plan's first window; all others follow it by the same factor.
 * @param limits of the account's plan, with those of the route's policy.
 */
export function accountLimits(
  limits: Limits,
  account: Pick<Account, 'role' | 'override' | 'blockedUntil' | 'allowedUntil'>,
  now: number,
): AccountLimits {
  const allowed = (account.allowedUntil ?? 0) > now;
  const override = account.override && account.override.expiresAt > now ? account.override : null;
  const blockedUntil = Math.max(account.blockedUntil ?? 0, override?.limit === 0 ? override.expiresAt : 0);
  if (blockedUntil > now && !allowed) return { limits, blockedUntil, behaviour: 'ignored' };
  if (override === null || override.limit === 0) {
    const behaviour = account.role === 'admin' ? 'ignored' : allowed ? 'raises' : 'counts';
    return { limits, blockedUntil: null, behaviour };
  }
  const scale = (limit: number) => Math.max(Math.floor((limit * override.limit) / limits.limit), 1);
  const burst = Math.max(override.burst ?? scale(limits.burst), 1);
  return {
    limits: {
      ...scaled(limits, scale),
      limit: override.limit,
      burst: limits.burst === 0 ? 0 : burst,
    },
    blockedUntil: null,
    behaviour: 'ignored',
  };
}

/** `floor`, at least 1; the pause after a burst stays. */
export function multiplied(limits: Limits, factor: number): Limits {
  return scaled(limits, (limit) => Math.max(Math.floor(limit * factor), 1));
}

/** Every count of the plan by one rule; a further window's at most what fits in the log. A key's own limit stays. */
function scaled(limits: Limits, scale: (limit: number) => number): Limits {
  const { limit, burst, further } = limits;
  return {
    ...limits,
    limit: scale(limit),
    burst: burst === 0 ? 0 : scale(burst),
    ...(further === undefined
      ? {}
      : {
          further: further.map((rule) =>
            rule.log === 'key' ? rule : { ...rule, limit: Math.min(scale(rule.limit), COUNT_MAX) },
          ),
        }),
  };
}

/** The part of limits that one of several instances takes while it decides alone. */
export function shared(limits: Limits, instances: number): Limits {
  if (instances <= 1) return limits;
  const part = (limit: number) => Math.max(Math.floor(limit / instances), 1);
  const { further, ...rest } = scaled(limits, part);
  if (further === undefined) return rest;
  return {
    ...rest,
    further: further.map((rule) => (rule.log === 'key' ? { ...rule, limit: part(rule.limit) } : rule)),
  };
}
