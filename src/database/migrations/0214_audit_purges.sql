-- Spans whose rows are gone because they were old enough.
create table audit_purges (
  number bigint primary key references audit_checkpoints (number),
  purged_at timestamptz not null default now(),
  rows integer not null
);
