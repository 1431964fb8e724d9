-- Failed sign-ins of an account from networks that it is not known from. The subject is a keyed hash: of the account, or
-- for addresses without one of a million classes of them, so that nobody can fill the table.
create table sign_in_failures (
  subject bytea primary key,
  failures integer not null,
  -- The newest of them: after 30 days without another all are forgotten.
  updated_at timestamptz not null
);

create index sign_in_failures_updated on sign_in_failures (updated_at);
