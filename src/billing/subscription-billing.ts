import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.js';
import type { UserRow } from '../database/tables/users.js';
import { UserDirectory } from '../users/user-directory.js';
import { BillingLedger } from './billing-ledger.js';
import { BillingRecord } from './billing-record.js';
import { PlanSettlement } from './plan-settlement.js';
import { PriceTable } from './price-table.js';
import type { StripeEvent } from './stripe-event.js';
import { failingSince, invoiced, stated, type Subscription, unknownSubscription } from './subscription.js';

type Store = Transaction<Schema>;
type Event<Kind extends StripeEvent['kind']> = Extract<StripeEvent, { kind: Kind }>;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * What Stripe's events do to plans. An event, what it changes and what it says to the record are one transaction, so a
 * repeated event finds itself handled, whole or not at all. Locks are taken in one order: the customer, the account, and
 * then its rows of billing, as a deletion of the account takes the last two.
 */
@Injectable()
export class SubscriptionBilling {
  constructor(
    private readonly ledger: BillingLedger,
    private readonly users: UserDirectory,
    private readonly prices: PriceTable,
    private readonly settlement: PlanSettlement,
    private readonly record: BillingRecord,
  ) {}

  /**
   * Part of a transaction of the caller's.
   * @returns the account whose plan changed, to be published after the commit.
   */
  async apply(store: Store, event: StripeEvent): Promise<UserRow | null> {
    await this.ledger.lock(store, event.customer);
    if (!(await this.ledger.take(store, event))) return null;
    const user = await this.accountOf(store, event);
    const changed =
      event.kind === 'checkout'
        ? user !== null && (await this.link(store, event, user))
        : event.kind === 'subscription'
          ? await this.state(store, event, user)
          : await this.invoice(store, event, user);
    return changed && user !== null ? this.settlement.settle(store, user, `${event.type} ${event.id}`) : null;
  }

  /** Takes back what a subscription gave whose grace period is over. */
  async lapse(store: Store, subscription: { id: string; customer: string }): Promise<UserRow | null> {
    const { id, customer } = subscription;
    await this.ledger.lock(store, customer);
    const user = await this.account(store, await this.ledger.userOf(store, customer));
    await this.ledger.markLapsed(store, id);
    return user === null ? null : this.settlement.settle(store, user, `grace period of ${id} is over`);
  }

  /** Gives a subscription the plan that its prices are worth by the table as it is now, if any is in it. */
  async reprice(store: Store, { id, customer }: Pick<Subscription, 'id' | 'customer'>): Promise<UserRow | null> {
    await this.ledger.lock(store, customer);
    const user = await this.account(store, await this.ledger.userOf(store, customer));
    const known = await this.ledger.subscription(store, id);
    const plan = known && this.prices.planOf(known.prices);
    if (!known || plan === null || plan === known.plan) return null;
    await this.ledger.store(store, { ...known, plan });
    return user === null ? null : this.settlement.settle(store, user, `the price table says ${plan} for ${id}`);
  }

  /** The account, locked, that an event is about. */
  private async accountOf(store: Store, event: StripeEvent): Promise<UserRow | null> {
    const linked = await this.ledger.userOf(store, event.customer);
    if (event.kind !== 'checkout' || event.reference === null) return this.account(store, linked);
    const named = uuid.test(event.reference) ? await this.account(store, event.reference.toLowerCase()) : null;
    if (named === null) await this.record.ignored(store, event, null, 'unknown_account');
    return named;
  }

  private async account(store: Store, id: string | null): Promise<UserRow | null> {
    return id === null ? null : ((await this.users.locked(store, id)) ?? null);
  }

  private async link(store: Store, event: Event<'checkout'>, user: UserRow): Promise<boolean> {
    const linked = await this.ledger.userOf(store, event.customer);
    if (linked === user.id) return false;
    if (linked !== null) {
      await this.record.ignored(store, event, user.id, 'customer_of_another_account');
      return false;
    }
    await this.ledger.link(store, event.customer, user.id);
    await this.record.linked(store, event, user.id);
    return true;
  }

  private async state(store: Store, event: Event<'subscription'>, user: UserRow | null): Promise<boolean> {
    const known = await this.known(store, event);
    const plan = this.prices.planOf(event.prices);
    const next = stated(known, event, plan);
    if (next === null) return false;
    if (plan === null) await this.record.ignored(store, event, user?.id ?? null, 'unknown_price');
    await this.ledger.store(store, next);
    return true;
  }

  private async invoice(store: Store, event: Event<'invoice'>, user: UserRow | null): Promise<boolean> {
    const known = await this.known(store, event);
    const next = invoiced(known, event);
    if (next === null) return false;
    if (failingSince(known) === null && failingSince(next) !== null) {
      await this.record.paymentFailed(store, event, user?.id ?? null);
    }
    await this.ledger.store(store, next);
    return true;
  }

  private async known(store: Store, { subscription, customer }: Event<'subscription' | 'invoice'>) {
    return (await this.ledger.subscription(store, subscription)) ?? unknownSubscription(subscription, customer);
  }
}
