import { Injectable } from '@nestjs/common';
import type { AccountCredential, Credential, Principal } from '../access/caller.js';
import { Authority } from '../auth/authority.js';
import { CallerQuestion } from './caller-question.js';
import type { Charge } from './decision.js';
import { Denials } from './denials.js';
import { type Judged, LimitDecider } from './limit-decider.js';
import { NetworkLists } from './lists/network-lists.js';

/** A decision with the live account that it was made for. */
export interface Ruling extends Judged {
  /** Null for callers without credentials. */
  principal: Principal | null;
}

/**
 * Who calls, may it call at all, and how much is left: one Redis round trip while the caller's account is mirrored, none
 * for one who was refused until that can change.
 */
@Injectable()
export class RateLimiter {
  constructor(
    private readonly question: CallerQuestion,
    private readonly decider: LimitDecider,
    private readonly authority: Authority,
    private readonly networks: NetworkLists,
    private readonly denials: Denials,
  ) {}

  /**
   * @param credential absent on public routes.
   * @param network canonical; what callers without credentials are counted by.
   * @throws Problem (401) for a session or key that is over, `unavailable` when no store can tell.
   */
  decide(credential: Credential | undefined, network: string, charge: Charge): Promise<Ruling> {
    const { blockedUntil } = this.networks.standing(network);
    if (blockedUntil !== null) return this.fromBlockedNetwork(credential, blockedUntil, charge);
    return credential === undefined || credential.kind === 'anonymous'
      ? this.anonymous(network, charge)
      : this.signedIn(credential, charge);
  }

  /** In requests, what a route's name for a cost stands for. */
  costOf(name: string): number {
    return this.decider.costOf(name);
  }

  /** Only accounts on the allow list pass; who else calls learns that the credential is over before anything of a block. */
  private async fromBlockedNetwork(credential: Credential | undefined, until: number, charge: Charge): Promise<Ruling> {
    if (credential === undefined || credential.kind === 'anonymous') {
      return { ...this.decider.blocked(null, until, 'network'), principal: null };
    }
    const principal = await this.authority.live(credential);
    const { account } = principal;
    if ((account.allowedUntil ?? 0) > Date.now()) return this.signedIn(credential, charge);
    return { ...this.decider.blocked(account, until, 'network'), principal };
  }

  private async anonymous(network: string, charge: Charge): Promise<Ruling> {
    if (this.denials.look(network, null, charge) !== null) {
      const denied = await this.again(network, null, charge);
      if (denied !== null) return denied;
    }
    const asked = this.denials.ask();
    const ruling: Ruling = { ...(await this.decider.byNetwork(network, charge)), principal: null };
    if (isDenial(ruling)) this.denials.note(network, null, charge, asked, ruling, Number.POSITIVE_INFINITY);
    return ruling;
  }

  private async signedIn(credential: AccountCredential, charge: Charge): Promise<Ruling> {
    // Redis is known to be behind PostgreSQL: neither it nor what it said may be believed about this credential.
    if (this.authority.stale(credential.userId)) return this.byTruth(credential, charge);
    if (this.denials.look(credential.userId, credential, charge) !== null) {
      const denied = await this.again(credential.userId, credential, charge);
      if (denied !== null) return denied;
    }
    const asked = this.denials.ask();
    const told = await this.question.put(credential, charge);
    if (told === null) return this.byTruth(credential, charge);
    const { ruling, lasts } = told;
    if (isDenial(ruling)) this.denials.note(credential.userId, credential, charge, asked, ruling, lasts);
    return ruling;
  }

  /**
   * The cached denial, if it still holds when all that has reached this process by now is read: a change that was
   * answered before this request was sent is among it.
   */
  private async again(subject: string, credential: object | null, charge: Charge): Promise<Ruling | null> {
    await new Promise((resolve) => setImmediate(resolve));
    const denial = this.denials.look(subject, credential, charge);
    return denial === null ? null : this.denials.answer(denial);
  }

  private async byTruth(credential: AccountCredential, charge: Charge): Promise<Ruling> {
    const principal = await this.authority.refill(credential);
    return { ...(await this.decider.byAccount(principal.account, charge)), principal };
  }
}

function isDenial({ decision, degraded }: Ruling): boolean {
  return decision.verdict !== 'pass' && !degraded;
}
