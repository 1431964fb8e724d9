import { Injectable } from '@nestjs/common';
import { PlanBook } from '../users/plans/plan-book.js';
import type { Plan } from '../users/plans/plan.js';
import type { Limits } from './decision.js';
import { limitsOf } from './effective-limits.js';
import { keepMsOf } from './packed-limits.js';

/**
 * Plans as the decision script reads them (append-log-1-4.lua, ARGV[4]) when the account it finds is not the one known
 * here: it looks the live plan's numbers up, so that a changed plan counts at once and still in one call.
 */
export function encodePlans(plans: Iterable<readonly [name: string, limits: Limits]>): string {
  const rows = [...plans].map(
    ([name, { limit, windowMs, burst, burstWindowMs, pauseMs }]) =>
      `${name}=${limit},${windowMs},${burst},${burstWindowMs},${pauseMs};`,
  );
  return `;${rows.join('')}`;
}

/** The current plans, made ready for the script once per reload. */
@Injectable()
export class PlanTable {
  private madeFrom: ReadonlyMap<string, Plan> | undefined;
  private encoded = '';
  private keep = 0;
  private readonly limits = new WeakMap<Plan, Limits>();

  constructor(private readonly book: PlanBook) {}

  get text(): string {
    this.refresh();
    return this.encoded;
  }

  /** Longest time that any plan looks back, ms: a subject may come to have any of them. */
  get keepMs(): number {
    this.refresh();
    return this.keep;
  }

  /** The same object for the same plan. */
  limitsOf(plan: Plan): Limits {
    let limits = this.limits.get(plan);
    if (limits === undefined) this.limits.set(plan, (limits = limitsOf(plan)));
    return limits;
  }

  private refresh(): void {
    const { plans } = this.book;
    if (plans === this.madeFrom) return;
    // The default first: it counts for an account whose plan is no longer in the file.
    const rows = [this.book.default, ...plans.values()].map((plan) => [plan.name, this.limitsOf(plan)] as const);
    this.keep = Math.max(...rows.map(([, limits]) => keepMsOf(limits)));
    this.encoded = encodePlans(new Map(rows));
    this.madeFrom = plans;
  }
}
