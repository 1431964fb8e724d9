import { Injectable, Logger } from '@nestjs/common';
import type { Account } from '../access/account.js';
import { networkTag, type SubjectTag, userTag } from '../redis/keys.js';
import { RedisUnavailable } from '../redis/redis-unavailable.js';
import { PlanBook } from '../users/plans/plan-book.js';
import type { Plan } from '../users/plans/plan.js';
import { AppendLog } from './log/append-log.js';
import { type Charge, entriesOf, type LimitDecision, type Limits } from './decision.js';
import { accountLimits, type Behaviour } from './effective-limits.js';
import { HandOver } from './alone/hand-over.js';
import { withKeyLimit } from './key-limit.js';
import { LocalLimiter } from './alone/local-limiter.js';
import type { SharedDecision } from './log/packed-decision.js';
import { type PlanSheet, PlanTable } from './plan-table.js';

/** A decision, how it came about, and the windows it stands on. */
export interface Judged {
  decision: LimitDecision;
  /** The limits of the plan that counted. */
  windows: Limits;
  /** In whose logs it was counted; absent where nothing is. */
  tag?: SubjectTag;
  /** The API key whose own limit was judged too: it was counted in that one's log as well. */
  key?: string;
  /** True when Redis was not well and this process decided alone. */
  degraded: boolean;
  /** Whose block it was, where the network's is one; else an account's. */
  blockedBy?: 'account' | 'network';
}

/** What a caller may send, and by what. */
interface Standing {
  /** The plan's own limits, and what is left of them under override. */
  windows: Limits;
  limits: Limits;
  behaviour: Behaviour;
  sheet: PlanSheet;
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

  /** Unix ms by the clock that limits are counted by. */
  now(): number {
    return this.log.now();
  }

  /** In requests, what a route's name for a cost stands for. */
  costOf(name: string): number {
    return this.plans.cost(name);
  }

  /** For a caller without credentials, by its canonical network: activity may have it held to less (redis/keys). */
  byNetwork(network: string, charge: Charge): Promise<Judged> {
    const sheet = this.table.sheet(charge.policy);
    const windows = sheet.limitsOf(this.plans.anonymous);
    const standing = { windows, limits: windows, behaviour: 'counts', sheet } as const;
    return this.byLimits(networkTag(network), this.plans.anonymous, charge, standing);
  }

  /** By a plan as it is, without override and multiplier. */
  byPlan(tag: SubjectTag, plan: Plan, charge: Charge): Promise<Judged> {
    const sheet = this.table.sheet(charge.policy);
    const windows = sheet.limitsOf(plan);
    return this.byLimits(tag, plan, charge, { windows, limits: windows, behaviour: 'ignored', sheet });
  }

  /**
   * By an account as PostgreSQL has it; what Redis mirrors of it is not read.
   * @param keyLimit of the API key that the charge names.
   */
  async byAccount(account: Account, charge: Charge, keyLimit: number | null = null): Promise<Judged> {
    const plan = this.plans.of(account.plan);
    const sheet = this.table.sheet(charge.policy);
    const windows = withKeyLimit(sheet.limitsOf(plan), keyLimit);
    const { limits, blockedUntil, behaviour } = accountLimits(windows, account, this.log.now());
    if (blockedUntil !== null) return this.blocked(account, blockedUntil, 'account');
    return this.byLimits(userTag(account.id), plan, charge, { windows, limits, behaviour, sheet });
  }

  /**
   * The decision on a blocked caller: nothing is counted.
   * @param account null for callers without credentials.
   * @param until unix ms; FOREVER without an end.
   */
  blocked(account: Account | null, until: number, blockedBy: 'account' | 'network'): Judged {
    const plan = account === null ? this.plans.anonymous : this.plans.of(account.plan);
    return {
      decision: blocked(plan, until, this.log.now()),
      windows: this.table.sheet().limitsOf(plan),
      degraded: false,
      blockedBy,
    };
  }

  /** Takes note of an answer that Redis gave. */
  judged(tag: SubjectTag, shared: SharedDecision, on: { planName: string; windows: Limits; charge: Charge }): Judged {
    const { planName, windows, charge } = on;
    const decision = { ...shared, planName, baseLimit: windows.limit };
    this.local.remember(tag, decision, windows, charge);
    if (charge.key !== undefined) return { decision, windows, tag, key: charge.key, degraded: false };
    return { decision, windows, tag, degraded: false };
  }

  /** Null when Redis is not well, or cannot do what the script asks: the caller is then decided on here. */
  async shared<T>(tag: SubjectTag, charge: Charge, decide: () => Promise<T>): Promise<T | null> {
    try {
      const handedOver = this.handOver.beforeAll(tag, charge);
      if (handedOver !== null && !(await handedOver)) return null;
      return await decide();
    } catch (error) {
      return this.failed(tag, error);
    }
  }

  /**
   * Forgets what a subject has used, here and in Redis.
   * @param keyIds of the subject's API keys.
   * @throws RedisUnavailable
   */
  async reset(tag: SubjectTag, keyIds: readonly string[] = []): Promise<void> {
    await this.log.reset(tag, this.plans.policyNames(), keyIds);
    this.local.reset(tag);
  }

  private async byLimits(tag: SubjectTag, plan: Plan, charge: Charge, on: Standing): Promise<Judged> {
    const { windows, limits, behaviour, sheet } = on;
    const known = { planName: plan.name, windows, charge };
    const ask = () => this.log.decideLimits(tag, limits, charge, { behaviour, sheet });
    const decision = await this.shared(tag, charge, ask);
    if (decision !== null) return this.judged(tag, decision, known);
    const made = this.local.decide(tag, limits, charge, { behaviour });
    if (made.verdict === 'pass' && this.handOver.isSettling(tag)) {
      const agreed = await ask().catch((error: unknown) => this.failed(tag, error));
      if (agreed !== null) {
        const entries = entriesOf(made, limits, charge.cost);
        if (agreed.verdict === 'pass') this.local.counted(tag, charge, entries);
        else this.local.refund(tag, charge, made.at, entries);
        return this.judged(tag, agreed, known);
      }
    }
    return {
      decision: { ...made, planName: plan.name, baseLimit: windows.limit },
      windows,
      tag,
      ...(charge.key === undefined ? {} : { key: charge.key }),
      degraded: true,
    };
  }

  /** The shared log could not be asked. */
  private failed(tag: SubjectTag, error: unknown): null {
    if (error instanceof RedisUnavailable) this.handOver.lost(tag);
    else this.report(error);
    return null;
  }

  private report(error: unknown): void {
    const now = performance.now();
    if (now - this.loggedAt < LOG_EVERY_MS) return;
    this.loggedAt = now;
    this.logger.error('The limit decision failed in Redis; this process decides alone', (error as Error).stack);
  }
}

function blocked(plan: Plan, until: number, now: number): LimitDecision {
  const state = { limit: 0, remaining: 0, resetMs: Math.max(until - now, 0) };
  return {
    verdict: 'block',
    waitMs: state.resetMs,
    plan: state,
    burst: state,
    further: [],
    shadow: [],
    planName: plan.name,
    baseLimit: plan.requests.limit,
    multiplier: 1,
    at: now,
  };
}
