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

/** The same rules as in append-log-1-4.lua, for when the account is known here and not read there. */
export function accountLimits(
  plan: Plan,
  account: Pick<Account, 'role' | 'override' | 'blockedUntil' | 'allowedUntil'>,
  now: number,
): AccountLimits {
  const limits = limitsOf(plan);
  const allowed = (account.allowedUntil ?? 0) > now;
  const override = account.override && account.override.expiresAt > now ? account.override : null;
  const blockedUntil = Math.max(account.blockedUntil ?? 0, override?.limit === 0 ? override.expiresAt : 0);
  if (blockedUntil > now && !allowed) return { limits, blockedUntil, behaviour: 'ignored' };
  if (override === null || override.limit === 0) {
    const behaviour = account.role === 'admin' ? 'ignored' : allowed ? 'raises' : 'counts';
    return { limits, blockedUntil: null, behaviour };
  }
  const burst = override.burst ?? Math.floor((limits.burst * override.limit) / limits.limit);
  return {
    limits: { ...limits, limit: override.limit, burst: Math.max(burst, 1) },
    blockedUntil: null,
    behaviour: 'ignored',
  };
}

/** `floor`, at least 1; the pause after a burst stays. */
export function multiplied(limits: Limits, factor: number): Limits {
  const scale = (limit: number) => Math.max(Math.floor(limit * factor), 1);
  return { ...limits, limit: scale(limits.limit), burst: limits.burst === 0 ? 0 : scale(limits.burst) };
}
