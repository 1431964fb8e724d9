import type { ColumnType, Generated, Selectable } from 'kysely';

type OptionalTime = ColumnType<Date | null, Date | null | undefined, Date | null>;

export interface BillingEventsTable {
  /** Stripe's id of the event. */
  id: string;
  type: string;
  created_at: ColumnType<Date, Date, never>;
  received_at: ColumnType<Date, Date | undefined, never>;
}

export interface BillingCustomersTable {
  /** Stripe's id of the customer. */
  id: string;
  user_id: string | null;
  linked_at: OptionalTime;
}

export interface BillingSubscriptionsTable {
  /** Stripe's id of the subscription. */
  id: string;
  customer_id: string;
  status: string;
  previous_status: string | null;
  plan: string | null;
  /** Stripe's ids, as the newest event told them; none in rows from before this column. */
  prices: ColumnType<string[], string[] | undefined, string[]>;
  stated_at: ColumnType<Date, Date, Date>;
  /** Unix seconds, earliest first; the first of them is `failing_since`. */
  failures: ColumnType<unknown, string, string>;
  failing_since: OptionalTime;
  paid_at: OptionalTime;
  lapsed: Generated<boolean>;
}

export interface BillingGrantsTable {
  user_id: string;
  plan: string;
  granted_at: ColumnType<Date, Date, Date>;
}

export type BillingSubscriptionRow = Selectable<BillingSubscriptionsTable>;
