-- Alerts that match all matchers of a silence are not told while it lasts.
create table alert_silences (
  -- UUIDv7: later silences have greater ids.
  id uuid primary key,
  matchers jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at >= starts_at),
  reason text not null,
  created_by uuid references users (id) on delete set null,
  created_at timestamptz not null
);

create index alert_silences_ends on alert_silences (ends_at);
create index alert_silences_created_by on alert_silences (created_by) where created_by is not null;
