import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AccountCredential, Credential } from '../access/caller.js';
import { Authority } from '../auth/authority.js';
import { networkTag, type SubjectTag, userTag } from '../redis/keys.js';
import { CallerQuestion } from './caller-question.js';
import type { Charge } from './decision.js';
import { Denials } from './denials.js';
import { chargeTo, keyLimitOf } from './key-limit.js';
import { LimitDecider } from './limit-decider.js';
import { Limiter, type Ruling } from './limiter.js';
import { NetworkLists } from './lists/network-lists.js';

/**
 * Who calls, may it call at all, and how much is left: one Redis round trip while the caller's account is mirrored, none
 * for one who was refused until that can change.
 */
@Injectable()
export class RateLimiter extends Limiter {
  constructor(
    private readonly question: CallerQuestion,
    private readonly decider: LimitDecider,
    private readonly authority: Authority,
    private readonly networks: NetworkLists,
    private readonly denials: Denials,
  ) {
    super();
  }

  /** @throws Problem (401) for a session or key that is over, `unavailable` when no store can tell. */
  decide({ credential, network }: FastifyRequest, charge: Charge): Promise<Ruling> {
    const { blockedUntil } = this.networks.standing(network);
    if (blockedUntil !== null) return this.fromBlockedNetwork(credential, blockedUntil, charge);
    return credential === undefined || credential.kind === 'anonymous'
      ? this.anonymous(network, charge)
      : this.signedIn(credential, charge);
  }

  subject({ credential, network }: FastifyRequest): SubjectTag {
    return credential === undefined || credential.kind === 'anonymous'
      ? networkTag(network)
      : userTag(credential.userId);
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
    if ((account.allowedUntil ?? 0) > this.decider.now()) return this.signedIn(credential, charge);
    return { ...this.decider.blocked(account, until, 'network'), principal };
  }

  private anonymous(network: string, charge: Charge): Promise<Ruling> {
    return this.denials.through(network, null, charge, async () => ({
      ruling: { ...(await this.decider.byNetwork(network, charge)), principal: null },
      lasts: Number.POSITIVE_INFINITY,
    }));
  }

  private signedIn(credential: AccountCredential, charge: Charge): Promise<Ruling> {
    // Redis is known to be behind PostgreSQL: neither it nor what it said may be believed about this credential.
    if (this.authority.stale(credential.userId)) return this.byTruth(credential, charge);
    return this.denials.through(
      credential.userId,
      credential,
      charge,
      async () =>
        (await this.question.put(credential, charge)) ?? { ruling: await this.byTruth(credential, charge), lasts: 0 },
    );
  }

  private async byTruth(credential: AccountCredential, charge: Charge): Promise<Ruling> {
    const principal = await this.authority.refill(credential);
    const charged = chargeTo(credential, principal, charge);
    return { ...(await this.decider.byAccount(principal.account, charged, keyLimitOf(principal))), principal };
  }
}
