-- What happened: one row per event, inserted by the stream's consumers, never changed.
create table activity_events (
  seq bigint generated always as identity primary key,
  -- Made once by the recorder: a second delivery meets its own row.
  id uuid not null unique,
  -- Where it was read: a stream entry's id, or `outbox`.
  stream_id text not null,
  time timestamptz not null,
  logged timestamptz not null default now(),
  type text not null,
  outcome text not null,
  user_id uuid,
  event jsonb not null
);

-- One account's record, newest first, in keyset pages.
create index activity_events_user on activity_events (user_id, time desc, seq desc) where user_id is not null;
-- Retention.
create index activity_events_time on activity_events (time);

-- Sums per minute and per hour. Each row has one writer for its whole life, which replaces it whole in the transaction
-- that inserts the events it counts; readers add the rows of a bucket up.
create table activity_rollups (
  id uuid primary key,
  resolution text not null check (resolution in ('minute', 'hour')),
  bucket timestamptz not null,
  data jsonb not null
);

create index activity_rollups_bucket on activity_rollups (resolution, bucket);
