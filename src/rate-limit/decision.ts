/** The limits that hold for one caller at one moment: its plan's, multiplied or overridden. Times are ms. */
export interface Limits {
  limit: number;
  windowMs: number;
  /** 0 is no burst rule. */
  burst: number;
  burstWindowMs: number;
  pauseMs: number;
}

/** What a policy has left once the decision is made. */
export interface PolicyState {
  limit: number;
  remaining: number;
  /** Until `remaining` next rises, ms; 0 when it is full. */
  resetMs: number;
}

/** `pass`, or the policy that refused: of several the one that makes the caller wait longest. */
export type Verdict = 'pass' | 'plan' | 'burst' | 'block';

/** What the rules say of one request, whoever applied them: the script in Redis or this process alone. */
export interface Decision {
  verdict: Verdict;
  /** 0, or the exact time until the same request passes if nothing else is sent, ms. */
  waitMs: number;
  plan: PolicyState;
  burst: PolicyState;
}

/** A decision with what it was made from. */
export interface LimitDecision extends Decision {
  /** Name of the plan that counted. */
  planName: string;
  /** The plan's own limit, before multiplier and override. */
  baseLimit: number;
  /** Behaviour multiplier that counted. */
  multiplier: number;
  /** Time under which the request was logged, unix ms: what a refund names. */
  at: number;
}
