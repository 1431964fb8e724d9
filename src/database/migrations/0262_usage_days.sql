-- What an account sent on a day (UTC), by route and outcome.
create table usage_days (
  user_id uuid not null references users (id) on delete cascade,
  day date not null,
  -- `METHOD template`.
  route text not null,
  outcome text not null,
  requests integer not null,
  -- Of these, requests that counted against the plan.
  accepted integer not null,
  primary key (user_id, day, route, outcome)
);

create index usage_days_day on usage_days (day);
