import type { LimitDecision, PolicyState } from '../decision.js';

/** How often one combination of plan, route and outcome occurred. */
export interface DecisionCount {
  plan: string;
  /** `METHOD template`. */
  route: string;
  /** `pass`; `near`, which passed and left less than a tenth of a policy; or the policy that refused. */
  outcome: string;
  count: number;
}

export interface SubjectActivity {
  kind: 'user' | 'ip';
  requests: number;
  refused: number;
  accepted: boolean;
  /** Less than a tenth of a policy was left after one of the decisions. */
  near: boolean;
}

/** What was decided in a span of time. */
export interface Gathered {
  decisions: number;
  counts: DecisionCount[];
  /** By account id or network: the one is a UUID, the other an address, so they cannot be mistaken. */
  subjects: Map<string, SubjectActivity>;
}

/** Combinations counted apart. Plans, routes and policies are configuration, so this many are never met; the rest is one. */
const COUNTS_LIMIT = 1_000;
/** Subjects told apart between two seals; what further ones do is counted by plan and route only. */
export const SUBJECTS_LIMIT = 10_000;
const OTHER = 'other';

type ByOutcome = Map<string, DecisionCount>;

/**
 * Adds decisions up in memory: a few map look-ups each, because every limited request passes here. Bounded whatever
 * comes: combinations and subjects beyond the limits above are added to the sums without being told apart.
 */
export class DecisionGatherer {
  private readonly methods = new Map<string, Map<string, Map<string, ByOutcome>>>();
  private readonly counts: DecisionCount[] = [];
  private readonly rest: DecisionCount = { plan: OTHER, route: OTHER, outcome: OTHER, count: 0 };
  private subjects = new Map<string, SubjectActivity>();
  private decisions = 0;
  private unnamed = 0;

  /** Decisions since the start whose subject was not told apart. */
  get withoutSubject(): number {
    return this.unnamed;
  }

  /** @param subject account id or network. */
  add(method: string, route: string, kind: 'user' | 'ip', subject: string, decision: LimitDecision): void {
    const passed = decision.verdict === 'pass';
    const near = isNear(decision);
    const outcome = passed ? (near ? 'near' : 'pass') : decision.verdict;
    this.decisions += 1;
    this.countOf(method, route, decision.planName, outcome).count += 1;
    let activity = this.subjects.get(subject);
    if (activity === undefined) {
      if (this.subjects.size >= SUBJECTS_LIMIT) {
        this.unnamed += 1;
        return;
      }
      activity = { kind, requests: 0, refused: 0, accepted: false, near: false };
      this.subjects.set(subject, activity);
    }
    activity.requests += 1;
    if (near) activity.near = true;
    if (passed) activity.accepted = true;
    else activity.refused += 1;
  }

  /** What was gathered since the last call; null when that is nothing. */
  seal(): Gathered | null {
    if (this.decisions === 0) return null;
    const counts: DecisionCount[] = [];
    for (const counted of [...this.counts, this.rest]) {
      if (counted.count === 0) continue;
      counts.push({ ...counted });
      counted.count = 0;
    }
    const gathered = { decisions: this.decisions, counts, subjects: this.subjects };
    this.subjects = new Map();
    this.decisions = 0;
    return gathered;
  }

  private countOf(method: string, route: string, plan: string, outcome: string): DecisionCount {
    const known = this.methods.get(method)?.get(route)?.get(plan)?.get(outcome);
    if (known !== undefined) return known;
    if (this.counts.length >= COUNTS_LIMIT) return this.rest;
    const made = { plan, route: `${method} ${route}`, outcome, count: 0 };
    this.counts.push(made);
    const byRoute = slot(this.methods, method, () => new Map<string, Map<string, ByOutcome>>());
    const byPlan = slot(byRoute, route, () => new Map<string, ByOutcome>());
    slot(byPlan, plan, () => new Map<string, DecisionCount>()).set(outcome, made);
    return made;
  }
}

/** A policy that is only tried has nothing to be near of. */
function isNear({ plan, burst, further }: LimitDecision): boolean {
  if (leavesLittle(plan) || leavesLittle(burst)) return true;
  for (const window of further) if (!window.shadow && leavesLittle(window)) return true;
  return false;
}

function leavesLittle({ remaining, limit }: PolicyState): boolean {
  return remaining * 10 < limit;
}

function slot<T>(slots: Map<string, T>, key: string, make: () => T): T {
  let found = slots.get(key);
  if (found === undefined) slots.set(key, (found = make()));
  return found;
}
