import type { Account } from '../../access/account.js';
import type { PolicyState } from '../decision.js';
import type { Judged } from '../limit-decider.js';

export interface PolicyView {
  /** `plan`, `burst`, or the name of a further window. */
  policy: string;
  limit: number;
  remaining: number;
  window_seconds: number;
  /** Seconds until `remaining` next rises; 0 when it is full. */
  reset_seconds: number;
}

export interface BlockView {
  by: 'account' | 'network';
  reason: string | null;
  /** Null: until an admin takes it away. */
  expires_at: string | null;
}

/** Whether an admin has blocked the caller, or keeps them from it. */
export interface AccessState {
  block: BlockView | null;
  allowListed: boolean;
}

/** A further window. */
interface FurtherView extends PolicyView {
  /** True for one that is only tried: it never refuses. */
  shadow: boolean;
}

/** What a caller has left. */
export interface LimitsView {
  plan: string;
  policies: [PolicyView, PolicyView & { pause_seconds: number }, ...FurtherView[]];
  /** The plan's own limit, before multiplier and override. */
  base_limit: number;
  behaviour_multiplier: number;
  override: { limit: number; burst: number | null; expires_at: string } | null;
  blocked: boolean;
  /** Who is blocked, why (of a network's block that is not told) and until when. */
  block: BlockView | null;
  /** Never blocked, never multiplied below 1. */
  allow_listed: boolean;
  /** Seconds until the next request passes; 0 when it would now. */
  retry_after_seconds: number;
  /** True while Redis is not well and this instance decides alone. */
  degraded: boolean;
}

/** @param account null for a network. */
export function limitsView(
  { decision, windows, degraded }: Judged,
  account: Account | null,
  { block, allowListed }: AccessState,
  now: number,
): LimitsView {
  const override = account?.override && account.override.expiresAt > now ? account.override : null;
  return {
    plan: decision.planName,
    policies: [
      { policy: 'plan', ...state(decision.plan, windows.windowMs) },
      {
        policy: 'burst',
        ...state(decision.burst, windows.burstWindowMs),
        pause_seconds: windows.pauseMs / 1000,
      },
      ...decision.further.map((window) => ({
        policy: window.name,
        ...state(window, window.windowMs),
        shadow: window.shadow,
      })),
    ],
    base_limit: decision.baseLimit,
    behaviour_multiplier: decision.multiplier,
    override: override && {
      limit: override.limit,
      burst: override.burst ?? null,
      expires_at: new Date(override.expiresAt).toISOString(),
    },
    blocked: decision.verdict === 'block',
    block,
    allow_listed: allowListed,
    retry_after_seconds: decision.waitMs / 1000,
    degraded,
  };
}

function state({ limit, remaining, resetMs }: PolicyState, windowMs: number) {
  return { limit, remaining, window_seconds: windowMs / 1000, reset_seconds: resetMs / 1000 };
}

export const exampleLimits: LimitsView = {
  plan: 'free',
  policies: [
    { policy: 'plan', limit: 10, remaining: 7, window_seconds: 60, reset_seconds: 41.206 },
    { policy: 'burst', limit: 5, remaining: 4, window_seconds: 10, reset_seconds: 7.115, pause_seconds: 60 },
  ],
  base_limit: 10,
  behaviour_multiplier: 1,
  override: null,
  blocked: false,
  block: null,
  allow_listed: false,
  retry_after_seconds: 0,
  degraded: false,
};
