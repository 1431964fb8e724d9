-- One row per sign-in. A refresh token is (session id, counter, HMAC under refresh_key): rotation advances the counter.
create table sessions (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  refresh_key bytea not null,
  refresh_counter integer not null,
  refreshed_at timestamptz not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  idle_expires_at timestamptz not null,
  absolute_expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  user_agent text,
  network text,
  version integer not null default 1
);

create index sessions_live on sessions (user_id, created_at desc) where ended_at is null;
