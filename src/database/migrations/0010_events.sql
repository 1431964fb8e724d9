-- Critical events wait here, written in the transaction of the change they describe.
create table audit_outbox (
  id uuid primary key,
  event jsonb not null,
  created_at timestamptz not null
);
