import { Injectable } from '@nestjs/common';
import { type Account, FOREVER } from '../access/account.js';
import { accountBlock } from '../users/account-block.js';
import { UserDirectory } from '../users/user-directory.js';
import { LOOK } from './decision.js';
import { LimitDecider } from './limit-decider.js';
import { type AccessState, type BlockView, limitsView, type LimitsView } from './limits-view.js';
import { NetworkLists } from './lists/network-lists.js';

/** Looks at what a subject has left, and at what an admin decided about it: nothing is spent. */
@Injectable()
export class LimitLooks {
  constructor(
    private readonly decider: LimitDecider,
    private readonly networks: NetworkLists,
    private readonly users: UserDirectory,
  ) {}

  /** @param network from which the account calls; its block holds for the account too. Null where nobody calls. */
  async ofAccount(account: Account, network: string | null): Promise<LimitsView> {
    const now = Date.now();
    const allowListed = (account.allowedUntil ?? 0) > now;
    const blockedUntil = network === null || allowListed ? null : this.networks.standing(network).blockedUntil;
    const own = await this.decider.byAccount(account, LOOK);
    if (own.decision.verdict !== 'block' && blockedUntil !== null) {
      const judged = this.decider.blocked(account, blockedUntil, 'network');
      return limitsView(judged, account, { block: networkBlock(blockedUntil), allowListed }, now);
    }
    const block = own.decision.verdict === 'block' ? await this.accountBlock(account.id, now) : null;
    return limitsView(own, account, { block, allowListed }, now);
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
    return limitsView(judged, null, state, Date.now());
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
