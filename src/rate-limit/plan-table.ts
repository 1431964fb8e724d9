import { Injectable, Logger } from '@nestjs/common';
import { PlanBook } from '../users/plans/plan-book.js';
import type { Plan } from '../users/plans/plan.js';
import type { Limits } from './decision.js';
import { limitsOf } from './effective-limits.js';
import { flagsOf, furtherKeepMsOf, keepMsOf } from './log/packed-limits.js';

/**
 * Plans as the decision script reads them (append-log-1-6.lua, ARGV[2]) when it does not know the account: it looks the
 * live plan's numbers up, so that a changed plan counts at once.
 */
export function encodePlans(plans: Iterable<readonly [name: string, limits: Limits]>): string {
  const rows = [...plans].map(
    ([name, { limit, windowMs, burst, burstWindowMs, pauseMs, shadowed, further = [] }]) =>
      `${name}=${limit},${windowMs},${burst},${burstWindowMs},${pauseMs},` +
      `${(shadowed?.plan === true ? 1 : 0) + (shadowed?.burst === true ? 2 : 0)}` +
      `${further.map((rule) => `|${flagsOf(rule)}:${rule.limit}:${rule.windowMs}`).join('')};`,
  );
  return `;${rows.join('')}`;
}

/** The plans of one reading of the file, with the windows that one route policy adds to each, ready for the script. */
export class PlanSheet {
  readonly text: string;
  /** Longest time that any plan looks back, ms: a subject may come to have any of them. */
  readonly keepMs: number;
  /** The same in the log of the route's policy; 0 without one. */
  readonly routeKeepMs: number;
  /** The same in the log of an API key that has a limit of its own, ms. */
  readonly keyKeepMs: number;
  /** Stands for the limits of a caller of whom nothing is known. */
  readonly unknown: Limits = { limit: 1, windowMs: 1, burst: 0, burstWindowMs: 1, pauseMs: 1 };
  private readonly limits: ReadonlyMap<string, Limits>;

  constructor(
    /** Name of the route's policy; null where it has none of its own. */
    readonly policy: string | null,
    private readonly book: PlanBook,
  ) {
    // The default first: it counts for an account whose plan is no longer in the file.
    const rows = [book.default, ...book.plans.values()].map(
      (plan) => [plan.name, limitsOf(plan, this.rulesOf(plan))] as const,
    );
    this.limits = new Map(rows);
    this.text = encodePlans(this.limits);
    // Every policy's windows are another log; those of the plans are the same log whatever the route.
    this.keepMs = Math.max(...rows.map(([, limits]) => keepMsOf(limits)));
    this.routeKeepMs = Math.max(...rows.map(([, limits]) => furtherKeepMsOf(limits, 'route')));
    this.keyKeepMs = Math.max(...rows.map(([, limits]) => limits.windowMs));
  }

  /** The same object for the same plan. */
  limitsOf(plan: Plan): Limits {
    return this.limits.get(plan.name) ?? limitsOf(plan, this.rulesOf(plan));
  }

  /** By the name of a plan; the default's when there is none of this name. */
  limitsByName(name: string): Limits {
    return this.limits.get(name) ?? this.limitsOf(this.book.default);
  }

  private rulesOf(plan: Plan) {
    return this.policy === null ? [] : this.book.policyWindows(this.policy, plan.name);
  }
}

/** The current plans, made ready for the script once per reload and policy. */
@Injectable()
export class PlanTable {
  private readonly logger = new Logger(PlanTable.name);
  private madeFrom: ReadonlyMap<string, Plan> | undefined;
  private readonly sheets = new Map<string | null, PlanSheet>();

  constructor(private readonly book: PlanBook) {}

  /** @param policy name of a route's own policy. */
  sheet(policy: string | null = null): PlanSheet {
    if (this.book.plans !== this.madeFrom) {
      this.sheets.clear();
      this.madeFrom = this.book.plans;
    }
    let sheet = this.sheets.get(policy);
    if (sheet === undefined) this.sheets.set(policy, (sheet = this.made(policy)));
    return sheet;
  }

  private made(policy: string | null): PlanSheet {
    // The file may come to have it: no reason to refuse, but a slip of the pen would leave a route without its limit.
    if (policy !== null && !this.book.policyNames().includes(policy)) {
      this.logger.warn(`The plan file has no policy "${policy}": routes that name it are limited by the plan alone`);
    }
    return new PlanSheet(policy, this.book);
  }
}
