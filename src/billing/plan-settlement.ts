import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.js';
import type { UserRow } from '../database/tables/users.js';
import { PlanChanges } from '../users/administration/plan-changes.js';
import { PlanBook } from '../users/plans/plan-book.js';
import { BillingLedger } from './billing-ledger.js';
import { PriceTable } from './price-table.js';
import { entitled } from './subscription.js';

/**
 * Gives an account the plan that its subscriptions pay for, and takes it back when they no longer do. Only a difference
 * to what billing gave before changes anything, so a plan that an admin set stays until the customer buys another; and
 * what ends takes back only what it gave.
 */
@Injectable()
export class PlanSettlement {
  constructor(
    private readonly ledger: BillingLedger,
    private readonly prices: PriceTable,
    private readonly plans: PlanBook,
    private readonly changes: PlanChanges,
  ) {}

  /**
   * @param user locked by the transaction.
   * @param reason what brought it about, for the record.
   * @returns the changed row, to be published after the commit; null when the plan stays.
   */
  async settle(store: Transaction<Schema>, user: UserRow, reason: string): Promise<UserRow | null> {
    const now = await this.ledger.now(store);
    const subscriptions = await this.ledger.subscriptionsOf(store, user.id);
    const paid = subscriptions.filter((subscription) => entitled(subscription, this.prices.graceSeconds, now));
    const due = this.prices.best(paid.map(({ plan }) => plan));
    const granted = await this.ledger.grantOf(store, user.id);
    if (due === granted) return null;
    await this.ledger.grant(store, user.id, due);
    if (due === null && user.plan !== granted) return null;
    const plan = due ?? this.plans.default.name;
    if (plan === user.plan) return null;
    return this.changes.within(store, user, plan, { actor: { kind: 'system', id: 'billing' }, reason });
  }
}
