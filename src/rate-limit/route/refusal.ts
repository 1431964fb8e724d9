import { Problem } from '../../problem/problem.js';
import { KEY_POLICY, type LimitDecision, type Limits } from '../decision.js';
import type { Judged } from '../limit-decider.js';
import { retryAfter, seconds } from './limit-headers.js';

/** A block that lasts longer, ms (a thousand years), has no end that a client could wait for. */
const ENDLESS_MS = 1_000 * 365 * 86_400_000;

/** The answer to a refused request: 429 naming the policy, or 403 for a block. */
export function refusal({ decision, windows, blockedBy }: Judged): Problem {
  if (decision.verdict === 'block') return blocked(decision, blockedBy ?? 'account');
  return new Problem('rate_limited', {
    detail: `${sentence(decision, windows)} The next request passes in ${retryAfter(decision)} s.`,
    headers: { 'retry-after': retryAfter(decision) },
    members: { policy: decision.verdict },
  });
}

/** Why is told to the account alone (GET /users/me/limits): a network is anybody's. */
function blocked(decision: LimitDecision, by: 'account' | 'network'): Problem {
  const ends = decision.waitMs < ENDLESS_MS;
  return new Problem('blocked', {
    detail: `An administrator has blocked requests of this ${by}${ends ? ' for a time' : ''}.`,
    headers: ends ? { 'retry-after': retryAfter(decision) } : {},
  });
}

function sentence({ verdict, plan, burst, further, planName }: LimitDecision, windows: Limits): string {
  const policy = `Policy "${verdict}" of ${verdict === KEY_POLICY ? 'this API key' : `the plan ${planName}`}:`;
  if (verdict === 'burst') return `${policy} ${burst.limit} requests came within ${seconds(windows.burstWindowMs)} s.`;
  const { limit, windowMs } = further.find(({ name }) => name === verdict) ?? {
    limit: plan.limit,
    windowMs: windows.windowMs,
  };
  return `${policy} ${limit} ${limit === 1 ? 'request' : 'requests'} in any ${seconds(windowMs)} s.`;
}
