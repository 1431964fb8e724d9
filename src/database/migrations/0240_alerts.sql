-- What needs somebody's attention: one row for each thing that fires, kept through all its episodes.
create table alerts (
  id uuid primary key,
  -- SHA-256 of scenario, subject and tenant, hex.
  fingerprint text not null unique,
  scenario text not null,
  subject_kind text not null,
  -- Of a network its keyed hash.
  subject_id text not null,
  user_id uuid references users (id) on delete cascade,
  -- The client network: its keyed hash, what may be shown of it, and the whole of it, sealed.
  network_hash text,
  network_shown text,
  network_sealed bytea,
  severity text not null check (severity in ('critical', 'high', 'medium', 'low', 'info')),
  state text not null check (state in ('open', 'acknowledged', 'resolved')),
  -- Stays until somebody or something ends it, however quiet it is.
  lasting boolean not null,
  -- Times that it opened; what follows belongs to the last of them.
  episode integer not null default 1,
  fires bigint not null,
  started_at timestamptz not null,
  fired_at timestamptz not null,
  acknowledged_at timestamptz,
  -- Who acted on it; null once that account is deleted.
  acknowledged_by uuid references users (id) on delete set null,
  resolved_at timestamptz,
  false_positive boolean not null default false,
  -- What fired last: message, count, span, score, contributions, action, decision.
  facts jsonb not null
);

-- The admin's list: newest first, keyset pages.
create index alerts_started on alerts (started_at desc, id desc);
create index alerts_unresolved on alerts (scenario, fired_at) where state <> 'resolved';
create index alerts_user on alerts (user_id, started_at desc) where user_id is not null;
create index alerts_network on alerts (network_hash) where network_hash is not null and state <> 'resolved';
create index alerts_acknowledged_by on alerts (acknowledged_by) where acknowledged_by is not null;
-- Retention.
create index alerts_resolved on alerts (resolved_at) where state = 'resolved';
