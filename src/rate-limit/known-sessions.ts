import { Injectable } from '@nestjs/common';
import type { Principal, SessionCredential } from '../access/caller.js';
import { Authority } from '../auth/authority.js';
import { decodeSession } from '../auth/session-mirror.js';
import { PlanBook } from '../users/plans/plan-book.js';
import type { Plan } from '../users/plans/plan.js';
import type { KnownSession } from './append-log.js';
import { accountLimits } from './effective-limits.js';

/** A session as an earlier answer described it, with what follows from that. */
export interface Acquaintance extends KnownSession {
  principal: Principal;
  plan: Plan;
  /** Unix ms at which session or override ends by itself: from then on it must be looked at again. */
  until: number;
}

/**
 * What was learnt of each session, kept with its credential for as long as the token's verification is. It decides
 * nothing: Redis compares it with what it mirrors now and says so where they differ. It only saves parsing, there and here.
 */
@Injectable()
export class KnownSessions {
  private readonly known = new WeakMap<SessionCredential, Acquaintance>();

  constructor(
    private readonly plans: PlanBook,
    private readonly authority: Authority,
  ) {}

  /** Null when nothing is known, or what is known has lapsed. */
  get(credential: SessionCredential): Acquaintance | null {
    const known = this.known.get(credential);
    if (known === undefined) return null;
    if (known.until > Date.now() && this.plans.of(known.principal.account.plan) === known.plan) return known;
    this.known.delete(credential);
    return null;
  }

  /**
   * Learns what Redis mirrors. Null when this version cannot read it.
   * @throws Problem `token_revoked` when it says that the session is over.
   */
  learn(credential: SessionCredential, account: string, session: string): Acquaintance | null {
    const principal = this.authority.decode(credential, account, session);
    const state = decodeSession(session);
    if (principal === null || state === null) return null;
    const now = Date.now();
    const plan = this.plans.of(principal.account.plan);
    const { limits, blockedUntil, multiplied } = accountLimits(plan, principal.account, now);
    const override = principal.account.override?.expiresAt ?? Number.POSITIVE_INFINITY;
    const acquaintance: Acquaintance = {
      account,
      session,
      limits,
      multiplied,
      principal,
      plan,
      until: Math.min(
        state.idleExpiresAt,
        state.absoluteExpiresAt,
        override > now ? override : Number.POSITIVE_INFINITY,
      ),
    };
    // A block is told by the script alone.
    if (blockedUntil === null) this.known.set(credential, acquaintance);
    return acquaintance;
  }
}
