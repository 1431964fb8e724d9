-- What a channel was told last of an alert.
create table alert_notices (
  channel_id uuid not null references alert_channels (id) on delete cascade,
  alert_id uuid not null references alerts (id) on delete cascade,
  episode integer not null,
  resolved boolean not null,
  told_at timestamptz not null,
  primary key (channel_id, alert_id)
);

create index alert_notices_alert on alert_notices (alert_id);
