-- How far the record has been pushed to a collector.
create table audit_cursors (
  name text primary key,
  seq bigint not null,
  updated_at timestamptz not null default now()
);
