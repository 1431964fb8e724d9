import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/caller.js';
import type { UserRow } from '../../database/tables/users.js';
import { Problem } from '../../problem/problem.js';
import { accountBlock } from '../../users/account-block.js';
import type { StoredOverride } from '../../users/account-of-row.js';
import { UserDirectory } from '../../users/user-directory.js';
import { ownerOf } from '../activity-event.js';
import { AppealStore } from '../appeals/appeal-store.js';
import { ViewedAccounts } from '../history/viewed-accounts.js';
import { BehaviourStatus } from '../security-status/behaviour-status.js';
import { type Decided, DecisionLookup, type Reader } from './decision-lookup.js';
import { type Circumstances, decisionView, type DecisionView, NO_CIRCUMSTANCES } from './decision-view.js';

/** What an admin sees of a decision besides. */
export interface AdminDecisionView extends DecisionView {
  actor: { kind: string; key_id: string | null };
  /** Null for callers without an account, and when it is gone. */
  user: { id: string; email: string; plan: string; role: string; status: string } | null;
}

/** Explains decisions to those whom they concern, and to admins. */
@Injectable()
export class Decisions {
  constructor(
    private readonly lookup: DecisionLookup,
    private readonly users: UserDirectory,
    private readonly appeals: AppealStore,
    private readonly behaviour: BehaviourStatus,
    private readonly accounts: ViewedAccounts,
  ) {}

  /** @throws Problem `not_found`, the same for what is not there and what is another's. */
  async ofAccount(id: string, userId: string): Promise<DecisionView> {
    const decided = await this.find(id, { kind: 'account', id: userId });
    const user = await this.users.byId(userId);
    return decisionView(decided, await this.circumstances(decided, user));
  }

  /** A decision about a caller without an account, for whoever calls from the same network. @throws Problem `not_found` */
  async ofNetwork(id: string, network: string): Promise<DecisionView> {
    return decisionView(await this.find(id, { kind: 'network', network }), NO_CIRCUMSTANCES);
  }

  /** The look itself is recorded. @throws Problem `not_found` */
  async forAdmin(id: string, admin: Principal): Promise<AdminDecisionView> {
    const decided = await this.find(id, { kind: 'admin' });
    const { actor } = decided.event;
    const owner = ownerOf(decided.event);
    const user = owner === null ? undefined : await this.users.byId(owner);
    if (user !== undefined) await this.accounts.view(admin, user.id, 'decision');
    const circumstances = await this.circumstances(decided, user);
    const networkBlock =
      decided.event.decision?.blockedBy === 'network' ? await this.lookup.networkBlock(decided) : null;
    return {
      ...decisionView(decided, { ...circumstances, networkBlock }),
      actor: { kind: actor.kind, key_id: actor.key ?? null },
      user: user === undefined ? null : aboutUser(user),
    };
  }

  private async find(id: string, reader: Reader): Promise<Decided> {
    const decided = await this.lookup.find(id, reader);
    if (decided === null) throw new Problem('not_found');
    return decided;
  }

  private async circumstances({ event, time }: Decided, user: UserRow | undefined): Promise<Circumstances> {
    if (user === undefined) return NO_CIRCUMSTANCES;
    const now = Date.now();
    const override = user.rate_limit_override as StoredOverride | null;
    const holds = override !== null && override.limit > 0 && Date.parse(override.expires_at) > now;
    const multiplied = event.decision !== undefined && event.decision.multiplier !== 1;
    const [behaviour, bandChange, appeal] = await Promise.all([
      // The decision is told without the score while Redis, which holds it, is away.
      event.decision === undefined ? null : this.behaviour.of(user.id, user.role).catch(() => null),
      multiplied ? this.lookup.bandChange(user.id, time) : null,
      this.appeals.ofDecision(user.id, event.id),
    ]);
    return {
      block: accountBlock(user, now),
      networkBlock: null,
      override: holds ? { limit: override.limit, expires_at: override.expires_at, reason: override.reason } : null,
      behaviour,
      bandChange,
      appeal: appeal === undefined ? null : { id: appeal.id, status: appeal.status },
    };
  }
}

function aboutUser({ id, email, plan, role, status }: UserRow): NonNullable<AdminDecisionView['user']> {
  return { id, email, plan, role, status };
}
