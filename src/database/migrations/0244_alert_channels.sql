-- Where alerts are told. Addresses and secrets are sealed with the data secret: a webhook's URL often is one itself.
create table alert_channels (
  id uuid primary key,
  name text not null unique,
  kind text not null check (kind in ('webhook', 'email')),
  format text not null check (format in ('json', 'alertmanager', 'alertmanager_api', 'slack', 'mail')),
  -- The URL, or the addresses of mail.
  target bytea not null,
  min_severity text not null check (min_severity in ('critical', 'high', 'medium', 'low', 'info')),
  -- Null: all.
  scenarios jsonb,
  heartbeat boolean not null,
  enabled boolean not null,
  -- Why it was switched off, when the service did it.
  disabled_reason text,
  secret bytea,
  previous_secret bytea,
  -- Signatures are made with both until then.
  previous_until timestamptz,
  heartbeat_at timestamptz not null,
  -- Failed attempts in a row, and the last answer of either kind.
  failures integer not null default 0,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  created_by uuid references users (id) on delete set null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create index alert_channels_created_by on alert_channels (created_by) where created_by is not null;
