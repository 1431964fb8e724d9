import { Injectable, Logger } from '@nestjs/common';
import type { Account } from '../access/account.js';
import { keys, networkTag, type SubjectTag, userTag } from '../redis/keys.js';
import { RedisUnavailable } from '../redis/redis-unavailable.js';
import { PlanBook } from '../users/plans/plan-book.js';
import type { Plan } from '../users/plans/plan.js';
import { AppendLog } from './append-log.js';
import type { LimitDecision, Limits } from './decision.js';
import { accountLimits, type Behaviour } from './effective-limits.js';
import { HandOver } from './hand-over.js';
import { LocalLimiter } from './local-limiter.js';
import type { SharedDecision } from './packed-decision.js';
import { PlanTable } from './plan-table.js';

/** A decision, how it came about, and the windows it stands on. */
export interface Judged {
  decision: LimitDecision;
  /** The limits of the plan that counted. */
  windows: Limits;
  /** True when Redis was not well and this process decided alone. */
  degraded: boolean;
  /** Whose block it was, where the network's is one; else an account's. */
  blockedBy?: 'account' | 'network';
}

/** How often an unforeseen failure of the script is logged at most, ms. */
const LOG_EVERY_MS = 10_000;

/**
 * Decides for callers whose limits are known: in Redis, which all instances share, or in this process when Redis is not
 * well. A failing Redis is never the caller's fault and never its answer. A cost of 0 only looks and spends nothing.
 */
@Injectable()
export class LimitDecider {
  private readonly logger = new Logger(LimitDecider.name);
  private loggedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly log: AppendLog,
    private readonly local: LocalLimiter,
    private readonly handOver: HandOver,
    private readonly plans: PlanBook,
    private readonly table: PlanTable,
  ) {}

  /** For a caller without credentials, by its canonical network. */
  async byNetwork(network: string, cost: number): Promise<Judged> {
    const tag = networkTag(network);
    const plan = this.plans.anonymous;
    const limits = this.table.limitsOf(plan);
    const decision = await this.shared(tag, () => this.log.decideLimits(tag, limits, cost, { behaviour: 'ignored' }));
    if (decision === null) return this.alone(tag, plan, limits, cost, 'ignored');
    return this.judged(tag, decision, plan.name);
  }

  /** By an account as PostgreSQL has it; what Redis mirrors of it is not read. */
  async byAccount(account: Account, cost: number): Promise<Judged> {
    const tag = userTag(account.id);
    const plan = this.plans.of(account.plan);
    const { limits, blockedUntil, behaviour } = accountLimits(plan, account, Date.now());
    if (blockedUntil !== null) return this.blocked(account, blockedUntil, 'account');
    const decision = await this.shared(tag, () => this.log.decideLimits(tag, limits, cost, { behaviour }));
    if (decision === null) return this.alone(tag, plan, limits, cost, behaviour);
    return this.judged(tag, decision, plan.name);
  }

  /**
   * The decision on a blocked caller: nothing is counted.
   * @param account null for callers without credentials.
   * @param until unix ms; FOREVER without an end.
   */
  blocked(account: Account | null, until: number, blockedBy: 'account' | 'network'): Judged {
    const plan = account === null ? this.plans.anonymous : this.plans.of(account.plan);
    return { decision: blocked(plan, until), windows: this.table.limitsOf(plan), degraded: false, blockedBy };
  }

  /** Takes note of an answer that Redis gave. */
  judged(tag: SubjectTag, shared: SharedDecision, planName: string): Judged {
    const plan = this.plans.of(planName);
    const windows = this.table.limitsOf(plan);
    const decision = { ...shared, planName: plan.name, baseLimit: windows.limit };
    this.local.remember(tag, decision, windows);
    return { decision, windows, degraded: false };
  }

  /** Null when Redis is not well, or cannot do what the script asks: the caller is then decided on here. */
  async shared<T>(tag: SubjectTag, decide: () => Promise<T>): Promise<T | null> {
    try {
      const handedOver = this.handOver.before(keys.limitLog(tag));
      if (handedOver !== null && !(await handedOver)) return null;
      return await decide();
    } catch (error) {
      if (!(error instanceof RedisUnavailable)) this.report(error);
      return null;
    }
  }

  /**
   * Forgets what a subject has used, here and in Redis.
   * @throws RedisUnavailable
   */
  async reset(tag: SubjectTag): Promise<void> {
    await this.log.reset(tag);
    this.local.reset(tag);
  }

  private alone(tag: SubjectTag, plan: Plan, limits: Limits, cost: number, behaviour: Behaviour): Judged {
    const windows = this.table.limitsOf(plan);
    const made = this.local.decide(tag, limits, cost, { behaviour });
    return { decision: { ...made, planName: plan.name, baseLimit: windows.limit }, windows, degraded: true };
  }

  private report(error: unknown): void {
    const now = performance.now();
    if (now - this.loggedAt < LOG_EVERY_MS) return;
    this.loggedAt = now;
    this.logger.error('The limit decision failed in Redis; this process decides alone', (error as Error).stack);
  }
}

function blocked(plan: Plan, until: number): LimitDecision {
  const now = Date.now();
  const state = { limit: 0, remaining: 0, resetMs: Math.max(until - now, 0) };
  return {
    verdict: 'block',
    waitMs: state.resetMs,
    plan: state,
    burst: state,
    planName: plan.name,
    baseLimit: plan.requests.limit,
    multiplier: 1,
    at: now,
  };
}
