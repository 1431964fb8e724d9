/** The limits that hold for one caller at one moment: its plan's, multiplied or overridden. Times are ms. */
export interface Limits {
  limit: number;
  windowMs: number;
  /** 0 is no burst rule. */
  burst: number;
  burstWindowMs: number;
  pauseMs: number;
  /** Further windows: the plan's, then those of the route's own policy. */
  further?: readonly WindowRule[];
  /** Which of the two first rules are only tried: judged and told, never refusing. */
  shadowed?: { plan: boolean; burst: boolean };
}

/** At most `limit` accepted requests in any `windowMs`. */
export interface WindowRule {
  name: string;
  limit: number;
  windowMs: number;
  /** Judged and told, never refusing. */
  shadow: boolean;
  /** Counted in the log of the route's policy, not in the plan's. */
  ofRoute: boolean;
}

/** What a policy has left once the decision is made. */
export interface PolicyState {
  limit: number;
  remaining: number;
  /** Until `remaining` next rises, ms; 0 when it is full. */
  resetMs: number;
}

/** A further window and what it has left. */
export interface WindowState extends PolicyState {
  name: string;
  windowMs: number;
  shadow: boolean;
}

/**
 * `pass`, `block`, or the policy that refused, of several the one that makes the caller wait longest: `plan` (its first
 * window), `burst`, or the name of a further window.
 */
export type Verdict = string;

/** What the rules say of one request, whoever applied them: the script in Redis or this process alone. */
export interface Decision {
  verdict: Verdict;
  /** 0, or the exact time until the same request passes if nothing else is sent, ms. */
  waitMs: number;
  plan: PolicyState;
  burst: PolicyState;
  further: readonly WindowState[];
  /** Policies in shadow mode that would have refused. */
  shadow: readonly string[];
}

/** A decision with what it was made from. */
export interface LimitDecision extends Decision {
  /** Name of the plan that counted. */
  planName: string;
  /** The plan's own limit, before multiplier and override. */
  baseLimit: number;
  /** Behaviour multiplier that counted. */
  multiplier: number;
  /** How long that still holds if nobody states it again, ms; told where it is not 1. */
  multiplierMs?: number;
  /** Time under which the request was logged, unix ms: what a refund names. */
  at: number;
}

/** What a request counts as, and where. */
export interface Charge {
  /** In requests; 0 only looks and spends nothing. */
  cost: number;
  /** The route's own policy, judged together with the plan; null without one. */
  policy: string | null;
}

/** A look at the plan's limits. */
export const LOOK: Charge = Object.freeze({ cost: 0, policy: null });

/** How many entries a request of this cost leaves in the plan's log and in that of the route's policy. */
export function entriesOf(
  { plan, burst, further }: Decision,
  limits: Limits,
  cost: number,
): [own: number, route: number] {
  let own = Math.max(plan.limit, burst.limit);
  let route = 0;
  for (const [index, { limit }] of further.entries()) {
    if (limits.further?.[index]?.ofRoute === true) route = Math.max(route, limit);
    else own = Math.max(own, limit);
  }
  return [Math.min(cost, own), Math.min(cost, route)];
}
