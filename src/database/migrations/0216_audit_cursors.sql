-- How far the record has been pushed to a collector, and which instance does it at this time.
create table audit_cursors (
  name text primary key,
  seq bigint not null,
  holder uuid,
  held_until timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
