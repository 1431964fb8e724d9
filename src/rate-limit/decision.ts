/** The limits that hold for one caller at one moment: its plan's, multiplied or overridden. Times are ms. */
export interface Limits {
  limit: number;
  windowMs: number;
  /** 0 is no burst rule. */
  burst: number;
  burstWindowMs: number;
  pauseMs: number;
  /** Further windows: the plan's, those of the route's own policy, then the API key's own limit. */
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
  log: LogKind;
}

/**
 * Where a window counts: in the subject's own log, which its plan stands on, in that of the route's policy, or in that of
 * the API key that calls.
 */
export type LogKind = 'own' | 'route' | 'key';

/** Name of the limit that an API key may have besides its owner's. */
export const KEY_POLICY = 'key';

/** How many entries a request leaves in each log. */
export type Entries = Readonly<Record<LogKind, number>>;

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
  /** Id of the API key that calls: where it has a limit of its own, that is judged too. */
  key?: string;
}

/** Besides the subject's own log, those that a request is counted in. */
export type FurtherLogs = Omit<Charge, 'cost'>;

/** A look at the plan's limits. */
export const LOOK: Charge = Object.freeze({ cost: 0, policy: null });

/** How many entries a request of this cost leaves in each log. */
export function entriesOf({ plan, burst, further }: Decision, limits: Limits, cost: number): Entries {
  const most = { own: Math.max(plan.limit, burst.limit), route: 0, key: 0 };
  for (const [index, { limit }] of further.entries()) {
    const log = limits.further?.[index]?.log ?? 'own';
    most[log] = Math.max(most[log], limit);
  }
  return { own: Math.min(cost, most.own), route: Math.min(cost, most.route), key: Math.min(cost, most.key) };
}
