-- Webhook events that were handled: a repeated one finds its row and changes nothing. Removed after 90 days; Stripe
-- repeats for three.
create table billing_events (
  id text primary key,
  type text not null,
  created_at timestamptz not null,
  received_at timestamptz not null default now()
);

create index billing_events_received on billing_events (received_at);
