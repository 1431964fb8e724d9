import { Injectable } from '@nestjs/common';
import type { AccountCredential, Principal } from '../access/caller.js';
import { Authority } from '../auth/authority.js';
import { RedisClock } from '../redis/redis-clock.js';
import { PlanBook } from '../users/plans/plan-book.js';
import type { Plan } from '../users/plans/plan.js';
import type { KnownSession } from './log/append-log.js';
import { accountLimits } from './effective-limits.js';
import { keyLimitOf, withKeyLimit } from './key-limit.js';
import type { PlanSheet } from './plan-table.js';

/** A session or an API key as an earlier answer described it, with what follows from that. */
export interface Acquaintance {
  account: string;
  session: string;
  principal: Principal;
  plan: Plan;
  /** Unix ms at which session, override or allowance ends by itself: from then on it must be looked at again. */
  until: number;
  /** What the script is told of it, by the sheet of a route's policy. */
  bySheet: Map<PlanSheet, KnownSession>;
}

/**
 * What was learnt of each session and key, kept with its credential for as long as the proof of that is. It decides
 * nothing: Redis compares it with what it mirrors now and says so where they differ. It only saves parsing, there and here.
 */
@Injectable()
export class KnownSessions {
  private readonly known = new WeakMap<AccountCredential, Acquaintance>();

  constructor(
    private readonly plans: PlanBook,
    private readonly authority: Authority,
    private readonly clock: RedisClock,
  ) {}

  /** Unix ms by the clock by which acquaintances end. */
  now(): number {
    return this.clock.now();
  }

  /** Null when nothing is known, or what is known has lapsed. */
  get(credential: AccountCredential): Acquaintance | null {
    const known = this.known.get(credential);
    if (known === undefined) return null;
    if (known.until > this.now() && this.plans.of(known.principal.account.plan) === known.plan) return known;
    this.known.delete(credential);
    return null;
  }

  /**
   * Learns what Redis mirrors. Null when this version cannot read it.
   * @throws Problem (401) when it says that the session or the key is over.
   */
  learn(credential: AccountCredential, account: string, session: string): Acquaintance | null {
    const live = this.authority.decode(credential, account, session);
    if (live === null) return null;
    const { principal, until } = live;
    const now = this.now();
    const { override, allowedUntil, blockedUntil } = principal.account;
    const ends = [override?.expiresAt, allowedUntil].filter(
      (end): end is number => typeof end === 'number' && end > now,
    );
    const acquaintance: Acquaintance = {
      account,
      session,
      principal,
      plan: this.plans.of(principal.account.plan),
      until: Math.min(until, ...ends),
      bySheet: new Map(),
    };
    const blocked = (blockedUntil ?? 0) > now || (override?.limit === 0 && override.expiresAt > now);
    // A block is told by the script alone.
    if (!blocked || (allowedUntil ?? 0) > now) this.known.set(credential, acquaintance);
    return acquaintance;
  }

  /** The plan that counts for an account of this plan. */
  planOf(name: string): Plan {
    return this.plans.of(name);
  }

  /** What the script is told of an acquaintance on a route with this sheet. */
  told(acquaintance: Acquaintance, sheet: PlanSheet): KnownSession {
    let told = acquaintance.bySheet.get(sheet);
    if (told !== undefined) return told;
    const windows = withKeyLimit(sheet.limitsOf(acquaintance.plan), keyLimitOf(acquaintance.principal));
    const { limits, behaviour } = accountLimits(windows, acquaintance.principal.account, this.now());
    told = { account: acquaintance.account, session: acquaintance.session, limits, windows, behaviour };
    acquaintance.bySheet.set(sheet, told);
    return told;
  }
}
