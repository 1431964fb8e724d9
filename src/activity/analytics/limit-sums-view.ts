import type { LimitSums, RecentSubjects } from '../../rate-limit/counters/limit-figures.js';
import type { CallerCipher } from '../recorder/caller-cipher.js';
import type { SubjectCount } from './rollup/subject-counts.js';

interface Outcomes {
  accepted_count: number;
  refused_count: number;
  /** Of the accepted: those that left less than a tenth of a policy. */
  near_limit_count: number;
}

/** What the limiter itself counted: requests that reached a limit decision, and nothing else. */
export interface LimitSumsView extends Outcomes {
  /** False when so many subjects are active that they are estimated. */
  active_limits_exact: boolean;
  /** Subjects that had less than a tenth of a policy left in the last 60 s. */
  near_limit_subjects: number;
  by_plan: Record<string, Outcomes>;
  by_route: Record<string, Outcomes>;
  /** Refusals by the policy that decided. */
  by_policy: Record<string, number>;
}

/** Whom the limiter refused, and how often. */
export interface Offender {
  /** A user's id, or the network of callers without credentials. */
  identifier: string;
  type: 'user' | 'ip';
  request_count: number;
  denied_count: number;
}

const OFFENDERS_LIMIT = 10;

export function limitSumsView(sums: LimitSums, active: RecentSubjects, near: RecentSubjects): LimitSumsView {
  const view: LimitSumsView = {
    active_limits_exact: active.exact,
    near_limit_subjects: near.count,
    ...noOutcomes(),
    by_plan: {},
    by_route: {},
    by_policy: {},
  };
  for (const { plan, route, outcome, count } of sums.decisions) {
    const touched = [view, (view.by_plan[plan] ??= noOutcomes()), (view.by_route[route] ??= noOutcomes())];
    const accepted = outcome === 'pass' || outcome === 'near';
    for (const outcomes of touched) {
      outcomes[accepted ? 'accepted_count' : 'refused_count'] += count;
      if (outcome === 'near') outcomes.near_limit_count += count;
    }
    if (!accepted) view.by_policy[outcome] = (view.by_policy[outcome] ?? 0) + count;
  }
  return view;
}

/** Most refused first; who was never refused offends nobody. */
export function topOffenders(subjects: LimitSums['subjects']): Offender[] {
  return subjects
    .filter(({ refused }) => refused > 0)
    .sort((a, b) => b.refused - a.refused || b.requests - a.requests)
    .slice(0, OFFENDERS_LIMIT)
    .map(({ kind, subject, requests, refused }) => ({
      identifier: subject,
      type: kind,
      request_count: requests,
      denied_count: refused,
    }));
}

/** Subjects as the record's sums name them, `u:<user id>` and `n:<hash of the network>`, in the limiter's terms. */
export function recordedSubjects(
  named: readonly (readonly [name: string, count: SubjectCount])[],
  cipher: CallerCipher,
): LimitSums['subjects'] {
  return named.map(([name, { requests, denied, src }]) => {
    const id = name.slice(2);
    const totals = { requests, refused: denied };
    if (name.startsWith('u:')) return { kind: 'user', subject: id, ...totals };
    return { kind: 'ip', subject: (src === undefined ? null : cipher.open(src)) ?? id, ...totals };
  });
}

function noOutcomes(): Outcomes {
  return { accepted_count: 0, refused_count: 0, near_limit_count: 0 };
}
