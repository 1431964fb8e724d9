import { Injectable } from '@nestjs/common';
import type { AccountCredential, Credential, Principal } from '../access/caller.js';
import { Authority } from '../auth/authority.js';
import { userTag } from '../redis/keys.js';
import { AppendLog, type SessionAnswer } from './append-log.js';
import { type Acquaintance, KnownSessions } from './known-sessions.js';
import { type Judged, LimitDecider } from './limit-decider.js';
import { NetworkLists } from './lists/network-lists.js';
import type { SharedDecision } from './packed-decision.js';

/** A decision with the live account that it was made for. */
export interface Ruling extends Judged {
  /** Null for callers without credentials. */
  principal: Principal | null;
}

/** Who calls, may it call at all, and how much is left: one Redis round trip while the caller's account is mirrored. */
@Injectable()
export class RateLimiter {
  constructor(
    private readonly log: AppendLog,
    private readonly sessions: KnownSessions,
    private readonly decider: LimitDecider,
    private readonly authority: Authority,
    private readonly networks: NetworkLists,
  ) {}

  /**
   * @param credential absent on public routes.
   * @param network canonical; what callers without credentials are counted by.
   * @param cost requests it counts as.
   * @throws Problem (401) for a session or key that is over, `unavailable` when no store can tell.
   */
  decide(credential: Credential | undefined, network: string, cost: number): Promise<Ruling> {
    const { blockedUntil } = this.networks.standing(network);
    if (blockedUntil !== null) return this.fromBlockedNetwork(credential, blockedUntil, cost);
    return credential === undefined || credential.kind === 'anonymous'
      ? this.anonymous(network, cost)
      : this.signedIn(credential, cost);
  }

  /** Only accounts on the allow list pass; who else calls learns that the credential is over before anything of a block. */
  private async fromBlockedNetwork(credential: Credential | undefined, until: number, cost: number): Promise<Ruling> {
    if (credential === undefined || credential.kind === 'anonymous') {
      return { ...this.decider.blocked(null, until, 'network'), principal: null };
    }
    const principal = await this.authority.live(credential);
    const { account } = principal;
    if ((account.allowedUntil ?? 0) > Date.now()) return this.signedIn(credential, cost);
    return { ...this.decider.blocked(account, until, 'network'), principal };
  }

  private async anonymous(network: string, cost: number): Promise<Ruling> {
    return { ...(await this.decider.byNetwork(network, cost)), principal: null };
  }

  private async signedIn(credential: AccountCredential, cost: number): Promise<Ruling> {
    // Redis is known to be behind PostgreSQL: it must not be believed about this session.
    if (this.authority.stale(credential.userId)) return this.byTruth(credential, cost);
    const known = this.sessions.get(credential);
    let answer = await this.ask(credential, cost, known);
    if (answer?.kind === 'missing') {
      const principal = await this.authority.refill(credential);
      answer = await this.ask(credential, cost, null);
      if (answer?.kind !== 'decided') return this.byPrincipal(principal, cost);
    }
    if (answer?.kind === 'decided') {
      const { account, session, decision } = answer;
      const met = account === null ? known : this.sessions.learn(credential, account, session ?? '');
      return this.ruling(met?.principal ?? (await this.authority.refill(credential)), decision);
    }
    // Throws for a dead session, unless this machine's clock lags behind that of Redis: PostgreSQL has the last word.
    if (answer?.kind === 'dead') this.authority.decode(credential, answer.account, answer.session);
    return this.byTruth(credential, cost);
  }

  private ask(credential: AccountCredential, cost: number, known: Acquaintance | null): Promise<SessionAnswer | null> {
    const mirror = this.authority.mirrorKey(credential);
    const tag = userTag(credential.userId);
    return this.decider.shared(tag, () => this.log.decideSession(tag, mirror, cost, known));
  }

  private ruling(principal: Principal, decision: SharedDecision): Ruling {
    const { id, plan } = principal.account;
    return { ...this.decider.judged(userTag(id), decision, plan), principal };
  }

  private async byTruth(credential: AccountCredential, cost: number): Promise<Ruling> {
    return this.byPrincipal(await this.authority.refill(credential), cost);
  }

  private async byPrincipal(principal: Principal, cost: number): Promise<Ruling> {
    return { ...(await this.decider.byAccount(principal.account, cost)), principal };
  }
}
