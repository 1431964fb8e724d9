-- Subscriptions as the newest event told of them. Times are those of the events.
create table billing_subscriptions (
  id text primary key,
  customer_id text not null references billing_customers (id) on delete cascade,
  status text not null,
  -- The status before, as the same event told it: orders events of one second.
  previous_status text,
  -- What its prices are worth; null when none of them was ever in the price table.
  plan text,
  stated_at timestamptz not null,
  -- When payments failed since the last that did not, unix seconds, and the first of them.
  failures jsonb not null default '[]',
  failing_since timestamptz,
  paid_at timestamptz,
  -- The grace period after the failure was found to be over.
  lapsed boolean not null default false
);

create index billing_subscriptions_customer on billing_subscriptions (customer_id);
create index billing_subscriptions_failing on billing_subscriptions (failing_since) where not lapsed;
