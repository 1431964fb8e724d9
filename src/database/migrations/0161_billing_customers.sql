-- Who pays. A customer that no checkout has linked to an account yet is kept with what is known of its subscriptions.
create table billing_customers (
  id text primary key,
  user_id uuid references users (id) on delete cascade,
  linked_at timestamptz
);

create index billing_customers_user on billing_customers (user_id) where user_id is not null;
