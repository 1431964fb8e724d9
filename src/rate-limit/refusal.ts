import { Problem } from '../problem/problem.js';
import type { LimitDecision, Limits } from './decision.js';
import { retryAfter, seconds } from './limit-headers.js';

/** The answer to a refused request: 429 naming the policy, or 403 for a block; both with the id of the decision. */
export function refusal(decision: LimitDecision, windows: Limits, decisionId: string): Problem {
  if (decision.verdict === 'block') {
    return new Problem('blocked', {
      detail: 'An administrator has blocked requests of this account for a time.',
      members: { decision_id: decisionId },
    });
  }
  return new Problem('rate_limited', {
    detail: `${sentence(decision, windows)} The next request passes in ${retryAfter(decision)} s.`,
    headers: { 'retry-after': retryAfter(decision) },
    members: { policy: decision.verdict, decision_id: decisionId },
  });
}

function sentence({ verdict, plan, burst, planName }: LimitDecision, windows: Limits): string {
  return verdict === 'burst'
    ? `Policy "burst" of the plan ${planName}: ${burst.limit} requests came within ${seconds(windows.burstWindowMs)} s.`
    : `Policy "plan" of the plan ${planName}: ${plan.limit} requests in any ${seconds(windows.windowMs)} s.`;
}
