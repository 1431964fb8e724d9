import { Injectable } from '@nestjs/common';
import { type Account, FOREVER } from '../../access/account.js';
import type { Principal } from '../../access/caller.js';
import { accountBlock } from '../../users/account-block.js';
import { UserDirectory } from '../../users/user-directory.js';
import { LOOK } from '../decision.js';
import { keyLimitOf } from '../key-limit.js';
import { type Judged, LimitDecider } from '../limit-decider.js';
import { type AccessState, type BlockView, limitsView, type LimitsView } from './limits-view.js';
import { NetworkLists } from '../lists/network-lists.js';

/** Looks at what a subject has left, and at what an admin decided about it: nothing is spent. */
@Injectable()
export class LimitLooks {
  constructor(
    private readonly decider: LimitDecider,
    private readonly networks: NetworkLists,
    private readonly users: UserDirectory,
  ) {}

  /** @param network from which they call; its block holds for the account too. */
  ofCaller(principal: Principal, network: string): Promise<LimitsView> {
    return this.look(principal.account, network, principal);
  }

  ofAccount(account: Account): Promise<LimitsView> {
    return this.look(account, null, null);
  }

  async ofNetwork(network: string): Promise<LimitsView> {
    const { blockedUntil, entries } = this.networks.standing(network);
    const judged =
      blockedUntil === null
        ? await this.decider.byNetwork(network, LOOK)
        : this.decider.blocked(null, blockedUntil, 'network');
    const state: AccessState = {
      block: blockedUntil === null ? null : networkBlock(blockedUntil),
      allowListed: entries.some(({ list }) => list === 'allow'),
    };
    return limitsView(judged, null, state, this.decider.now());
  }

  private async look(account: Account, network: string | null, caller: Principal | null): Promise<LimitsView> {
    const now = this.decider.now();
    const allowListed = (account.allowedUntil ?? 0) > now;
    const blockedUntil = network === null || allowListed ? null : this.networks.standing(network).blockedUntil;
    const own = await this.atOwn(account, caller);
    if (own.decision.verdict !== 'block' && blockedUntil !== null) {
      const judged = this.decider.blocked(account, blockedUntil, 'network');
      return limitsView(judged, account, { block: networkBlock(blockedUntil), allowListed }, now);
    }
    const block = own.decision.verdict === 'block' ? await this.accountBlock(account.id, now) : null;
    return limitsView(own, account, { block, allowListed }, now);
  }

  private atOwn(account: Account, caller: Principal | null): Promise<Judged> {
    const keyLimit = caller === null ? null : keyLimitOf(caller);
    if (caller?.kind !== 'key' || keyLimit === null) return this.decider.byAccount(account, LOOK);
    return this.decider.byAccount(account, { ...LOOK, key: caller.keyId }, keyLimit);
  }

  private async accountBlock(userId: string, now: number): Promise<BlockView | null> {
    const row = await this.users.byId(userId);
    const block = row && accountBlock(row, now);
    return block ? { by: 'account', ...block } : null;
  }
}

function networkBlock(until: number): BlockView {
  return { by: 'network', reason: null, expires_at: until >= FOREVER ? null : new Date(until).toISOString() };
}
