import { Injectable } from '@nestjs/common';
import { PlanBook } from '../users/plans/plan-book.js';
import type { Plan } from '../users/plans/plan.js';
import type { Limits } from './decision.js';
import { limitsOf } from './effective-limits.js';

/**
 * Plans as the decision script reads them (append-log-4.lua, ARGV[1]): the script learns the caller's live plan from its
 * account and looks the numbers up here, so that a changed plan counts at once and still in one call. Handing over the
 * table costs less than converting one plan's numbers, and a token's stale claim makes no difference.
 * @param keepMs time the log keeps an entry at least: `keepMsOf` every plan the subject may come to have.
 */
export function encodePlans(plans: Iterable<readonly [name: string, limits: Limits]>, keepMs?: number): string {
  const rows = [...plans];
  const keep = keepMs ?? Math.max(...rows.map(([, limits]) => keepMsOf(limits)));
  const text = rows.map(
    ([name, { limit, windowMs, burst, burstWindowMs, pauseMs }]) =>
      `${name}=${limit},${windowMs},${burst},${burstWindowMs},${pauseMs};`,
  );
  return `${keep};${text.join('')}`;
}

/** How long an accepted request can matter to these limits, ms. */
export function keepMsOf({ windowMs, burst, burstWindowMs, pauseMs }: Limits): number {
  return burst === 0 ? windowMs : Math.max(windowMs, burstWindowMs + pauseMs + 1);
}

/** The table of the current plans, encoded once per reload. */
@Injectable()
export class PlanTable {
  private encodedFrom: ReadonlyMap<string, Plan> | undefined;
  private encoded = '';
  private keep = 0;

  constructor(private readonly book: PlanBook) {}

  get text(): string {
    this.refresh();
    return this.encoded;
  }

  /** Longest time that any plan looks back, ms. */
  get keepMs(): number {
    this.refresh();
    return this.keep;
  }

  private refresh(): void {
    const { plans } = this.book;
    if (plans === this.encodedFrom) return;
    // The default first: it counts for an account whose plan is no longer in the file.
    const rows = [this.book.default, ...plans.values()].map((plan) => [plan.name, limitsOf(plan)] as const);
    this.keep = Math.max(...rows.map(([, limits]) => keepMsOf(limits)));
    this.encoded = encodePlans(new Map(rows), this.keep);
    this.encodedFrom = plans;
  }
}
