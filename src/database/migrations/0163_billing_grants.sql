-- Plans that accounts have because they pay for them. An account whose plan differs was changed by an admin since.
create table billing_grants (
  user_id uuid primary key references users (id) on delete cascade,
  plan text not null,
  granted_at timestamptz not null
);
