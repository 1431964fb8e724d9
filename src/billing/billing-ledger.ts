import { Injectable } from '@nestjs/common';
import { type Kysely, sql, type Transaction } from 'kysely';
import { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';
import type { BillingSubscriptionRow } from '../database/tables/billing.js';
import { databaseNow } from '../users/user-directory.js';
import type { StripeEvent } from './stripe-event.js';
import { ended, failingSince, type Subscription } from './subscription.js';

type Store = Transaction<Schema>;

/** First half of the advisory lock's key: any constant will do, it only must be ours. */
const LOCK = 727_050_160;

/** What billing keeps, read and written within the transaction of one event. */
@Injectable()
export class BillingLedger {
  constructor(private readonly database: Database) {}

  /** The database's clock, unix seconds: instances may disagree about the time. */
  async now(store: Kysely<Schema>): Promise<number> {
    const { rows } = await sql<{ now: number }>`
      select extract(epoch from clock_timestamp())::double precision as now`.execute(store);
    return (rows[0] as { now: number }).now;
  }

  /** False for an event that was handled before, also when that happens at this moment on another instance. */
  async take(store: Store, { id, type, created }: StripeEvent): Promise<boolean> {
    const row = await store
      .insertInto('billing_events')
      .values({ id, type, created_at: date(created) })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Events of one customer are handled one after the other, also those of one that has no row yet. */
  async lock(store: Store, customer: string): Promise<void> {
    await sql`select pg_advisory_xact_lock(${LOCK}, hashtext(${customer}))`.execute(store);
  }

  /** The account that a customer pays for; null while no checkout has told. */
  async userOf(store: Store, customer: string): Promise<string | null> {
    const row = await store
      .selectFrom('billing_customers')
      .select('user_id')
      .where('id', '=', customer)
      .executeTakeFirst();
    return row?.user_id ?? null;
  }

  async link(store: Store, customer: string, userId: string): Promise<void> {
    await store
      .insertInto('billing_customers')
      .values({ id: customer, user_id: userId, linked_at: databaseNow })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ user_id: userId, linked_at: databaseNow }))
      .execute();
  }

  async subscription(store: Store, id: string): Promise<Subscription | null> {
    const row = await store.selectFrom('billing_subscriptions').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : subscriptionOf(row);
  }

  /** Every subscription that is paid for an account, by whichever customer. */
  async subscriptionsOf(store: Store, userId: string): Promise<Subscription[]> {
    const rows = await store
      .selectFrom('billing_subscriptions')
      .innerJoin('billing_customers', 'billing_customers.id', 'billing_subscriptions.customer_id')
      .selectAll('billing_subscriptions')
      .where('billing_customers.user_id', '=', userId)
      .execute();
    return rows.map(subscriptionOf);
  }

  async store(store: Store, subscription: Subscription): Promise<void> {
    await store
      .insertInto('billing_customers')
      .values({ id: subscription.customer, user_id: null })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    const values = {
      customer_id: subscription.customer,
      status: subscription.status,
      previous_status: subscription.previousStatus,
      plan: subscription.plan,
      prices: [...subscription.prices],
      stated_at: date(subscription.statedAt),
      failures: JSON.stringify(subscription.failures),
      failing_since: optionalDate(failingSince(subscription)),
      paid_at: optionalDate(subscription.paidAt),
      // What the event changed may have begun a new grace period.
      lapsed: false,
    };
    await store
      .insertInto('billing_subscriptions')
      .values({ id: subscription.id, ...values })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
      .execute();
  }

  /**
   * Subscriptions whose grace period has ended and that were not looked at since: the longest first.
   */
  async lapsing(graceSeconds: number, limit: number): Promise<{ id: string; customer: string }[]> {
    const rows = await this.database.kysely
      .selectFrom('billing_subscriptions')
      .select(['id', 'customer_id'])
      .where('lapsed', '=', false)
      .where('failing_since', '<=', date((await this.now(this.database.kysely)) - graceSeconds))
      .orderBy('failing_since')
      .limit(limit)
      .execute();
    return rows.map(({ id, customer_id: customer }) => ({ id, customer }));
  }

  /** Subscriptions that may still pay for something, by id: the page after one. */
  async goingOn(after: string, limit: number): Promise<Subscription[]> {
    const rows = await this.database.kysely
      .selectFrom('billing_subscriptions')
      .selectAll()
      .where('id', '>', after)
      .where('status', 'not in', [...ended])
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(subscriptionOf);
  }

  async markLapsed(store: Store, id: string): Promise<void> {
    await store.updateTable('billing_subscriptions').set({ lapsed: true }).where('id', '=', id).execute();
  }

  /** Forgets events that nobody will repeat any more. */
  async forgetEvents(): Promise<void> {
    await this.database.kysely
      .deleteFrom('billing_events')
      .where('received_at', '<', sql<Date>`now() - interval '90 days'`)
      .execute();
  }

  /** The plan that an account has because it is paid for. */
  async grantOf(store: Store, userId: string): Promise<string | null> {
    const row = await store
      .selectFrom('billing_grants')
      .select('plan')
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return row?.plan ?? null;
  }

  async grant(store: Store, userId: string, plan: string | null): Promise<void> {
    if (plan === null) {
      await store.deleteFrom('billing_grants').where('user_id', '=', userId).execute();
      return;
    }
    await store
      .insertInto('billing_grants')
      .values({ user_id: userId, plan, granted_at: databaseNow })
      .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ plan, granted_at: databaseNow }))
      .execute();
  }
}

function subscriptionOf(row: BillingSubscriptionRow): Subscription {
  return {
    id: row.id,
    customer: row.customer_id,
    status: row.status,
    previousStatus: row.previous_status,
    plan: row.plan,
    prices: row.prices,
    statedAt: row.stated_at.getTime() / 1000,
    failures: row.failures as number[],
    paidAt: row.paid_at === null ? null : row.paid_at.getTime() / 1000,
  };
}

function date(seconds: number): Date {
  return new Date(seconds * 1000);
}

function optionalDate(seconds: number | null): Date | null {
  return seconds === null ? null : date(seconds);
}
