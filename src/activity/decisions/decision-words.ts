import { catalogue, type ProblemCode } from '../../problem/catalogue.js';
import type { Decided } from './decision-lookup.js';

/** What a decision was and what its caller can do about it, in words. */
export interface DecisionWords {
  summary: string;
  what_to_do: string;
}

type Facts = Decided['event'];

const advice: Partial<Record<ProblemCode, string>> = {
  insufficient_scope: 'Ask an administrator for the permission, or use credentials that have it.',
  session_required: 'Sign in with a password or at the provider: no API key can do this.',
  mfa_enrolment_required: 'Add a second factor to the account, then repeat the request.',
  email_unverified: 'Open the link that was mailed to the address of the account.',
  account_disabled: 'Ask an administrator why the account is closed.',
  invitation_required: 'Ask an administrator for an invitation.',
  registration_closed: 'Ask an administrator for an account.',
};

const appealAdvice = 'If you think that this is wrong, appeal: POST /users/me/appeals with this id.';

export function decisionWords(event: Facts): DecisionWords {
  if (event.problem === 'rate_limited') return limited(event);
  if (event.problem === 'blocked') return blocked(event);
  const code = event.problem as ProblemCode | undefined;
  if (event.status === 403 && code !== undefined && code in catalogue) {
    const permission = event.refusal?.permission;
    const missing = permission === undefined ? '' : ` What is missing is the permission ${permission}.`;
    return { summary: `${catalogue[code].title}.${missing}`, what_to_do: advice[code] ?? appealAdvice };
  }
  return { summary: 'The request was let through.', what_to_do: 'Nothing.' };
}

function limited({ actor, decision, refusal }: Facts): DecisionWords {
  if (decision === undefined || decision.allowed || decision.window === undefined) {
    const own = refusal?.policy === 'route' ? 'This route was asked too often by one caller.' : 'Too many attempts.';
    return { summary: own, what_to_do: `${waitFor((refusal?.retryAfter ?? 0) * 1000)} ${appealAdvice}` };
  }
  const { window, policy, plan, baseLimit, limit, multiplier } = decision;
  const whose =
    policy === 'key' ? 'The limit of the API key' : policy === 'route' ? 'The limit of the route' : `The plan ${plan}`;
  const caller = actor.kind === 'anonymous' ? 'network' : 'account';
  const held =
    multiplier !== 1 && (policy === 'plan' || policy === 'burst')
      ? `, multiplied by ${multiplier} for the behaviour of the ${caller},`
      : '';
  const count = `${window.limit} ${window.limit === 1 ? 'request' : 'requests'} in any ${span(window.ms)}`;
  const rule =
    policy === 'burst'
      ? `${whose}${held} allows ${count} before it asks for a pause, and these had been sent.`
      : `${whose}${held} allows ${count}, and these had been sent.`;
  const factor =
    multiplier === 1
      ? limit === baseLimit
        ? ''
        : ` An administrator has set the limit of the account to ${limit} in place of the plan's ${baseLimit}.`
      : ` The plan's own limit is ${baseLimit}; ${limit} held in its place.`;
  const why =
    multiplier < 1 && caller === 'account' ? 'GET /users/me/security-status says what it did, and until when. ' : '';
  return { summary: rule + factor, what_to_do: `${waitFor(decision.waitMs ?? 0)} ${why}${appealAdvice}` };
}

function blocked({ decision }: Facts): DecisionWords {
  if (decision?.blockedBy === 'network') {
    return {
      summary: 'An administrator has blocked requests from this network.',
      what_to_do: `Call from another network, or ask an administrator. ${appealAdvice}`,
    };
  }
  return { summary: 'An administrator has blocked requests of this account.', what_to_do: appealAdvice };
}

function waitFor(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return `Wait ${seconds} s from then: the same request passes if nothing else is sent.`;
}

function span(ms: number): string {
  return ms % 3_600_000 === 0 ? `${ms / 3_600_000} h` : `${ms / 1000} s`;
}
