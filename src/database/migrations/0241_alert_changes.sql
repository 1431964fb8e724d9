-- What became of each alert: its history, and what the live stream reads. Written under one lock, so that a greater number
-- is always committed later.
create table alert_changes (
  seq bigint generated always as identity primary key,
  alert_id uuid not null references alerts (id) on delete cascade,
  what text not null check (what in
    ('opened', 'reopened', 'raised', 'acknowledged', 'resolved', 'false_positive', 'true_positive')),
  at timestamptz not null,
  -- The admin; null when nobody did it, or once that account is deleted.
  by uuid references users (id) on delete set null,
  reason text
);

create index alert_changes_alert on alert_changes (alert_id, seq);
create index alert_changes_at on alert_changes (at);
create index alert_changes_by on alert_changes (by) where by is not null;
