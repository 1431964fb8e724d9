-- What an admin has decided instead of what the score says: a score, a multiplier, or a signal that does not count. At most
-- one of each for an account (and signal).
create table behaviour_overrides (
  user_id uuid not null references users on delete cascade,
  -- `score`, `multiplier`, or `signal:<name>`
  what text not null,
  value double precision,
  reason text not null,
  set_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (user_id, what)
);

create index behaviour_overrides_expires on behaviour_overrides (expires_at);
