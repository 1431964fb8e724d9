import type { Account } from '../access/account.js';
import type { Plan } from '../users/plans/plan.js';
import type { Limits } from './decision.js';

export function limitsOf(plan: Plan): Limits {
  return {
    limit: plan.requests.limit,
    windowMs: plan.requests.windowMs,
    burst: plan.burst.limit,
    burstWindowMs: plan.burst.windowMs,
    pauseMs: plan.burst.pauseMs,
  };
}

/** What an account may send: its plan's limits under an override or under the behaviour multiplier. */
export interface AccountLimits {
  limits: Limits;
  /** Unix ms until which an admin's block holds, when one does. */
  blockedUntil: number | null;
  /** Whether the behaviour multiplier counts: neither for admins nor under an override. */
  multiplied: boolean;
}

/** The same rules as in append-log-1-4.lua, for when the account is known here and not read there. */
export function accountLimits(plan: Plan, account: Pick<Account, 'role' | 'override'>, now: number): AccountLimits {
  const limits = limitsOf(plan);
  const override = account.override && account.override.expiresAt > now ? account.override : null;
  if (override === null) return { limits, blockedUntil: null, multiplied: account.role !== 'admin' };
  if (override.limit === 0) return { limits, blockedUntil: override.expiresAt, multiplied: false };
  const burst = override.burst ?? Math.floor((limits.burst * override.limit) / limits.limit);
  return {
    limits: { ...limits, limit: override.limit, burst: Math.max(burst, 1) },
    blockedUntil: null,
    multiplied: false,
  };
}

/** `floor`, at least 1; the pause after a burst stays. */
export function multiplied(limits: Limits, factor: number): Limits {
  const scale = (limit: number) => Math.max(Math.floor(limit * factor), 1);
  return { ...limits, limit: scale(limits.limit), burst: limits.burst === 0 ? 0 : scale(limits.burst) };
}
