-- Messages to channels. One that gathers is the promise to tell, written in the transaction of the alert's change; what it
-- says is settled when it goes out first, and the same in every attempt.
create table alert_deliveries (
  -- UUIDv7; also the id that receivers see.
  id uuid primary key,
  channel_id uuid not null references alert_channels (id) on delete cascade,
  kind text not null check (kind in ('group', 'digest', 'overflow', 'heartbeat', 'test')),
  group_key text not null,
  state text not null check (state in ('gathering', 'waiting', 'delivered', 'dead')),
  message jsonb,
  attempts integer not null default 0,
  -- Not before then: composed, or tried next, or taken over from an instance that is gone.
  due_at timestamptz not null,
  -- An instance is sending it until then.
  leased_until timestamptz,
  created_at timestamptz not null,
  composed_at timestamptz,
  settled_at timestamptz,
  -- Of the last attempts: when, what came of it, how long it took.
  log jsonb not null default '[]'
);

create unique index alert_deliveries_gathering on alert_deliveries (channel_id, group_key) where state = 'gathering';
create index alert_deliveries_due on alert_deliveries (due_at) where state = 'gathering';
create index alert_deliveries_next on alert_deliveries (channel_id, due_at, id) where state = 'waiting';
create index alert_deliveries_composed on alert_deliveries (channel_id, composed_at) where composed_at is not null;
create index alert_deliveries_group on alert_deliveries (channel_id, group_key, composed_at) where composed_at is not null;
-- The delivery log: newest first, keyset pages.
create index alert_deliveries_channel on alert_deliveries (channel_id, id desc);
-- Retention.
create index alert_deliveries_settled on alert_deliveries (settled_at) where state in ('delivered', 'dead');
