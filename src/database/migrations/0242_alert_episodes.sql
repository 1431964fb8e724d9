-- Every opening of an alert, and whether an admin found it false: the precision of scenarios follows from it. Neither account
-- nor alert is named, so that the figures outlive both.
create table alert_episodes (
  fingerprint text not null,
  episode integer not null,
  scenario text not null,
  opened_at timestamptz not null,
  false_positive boolean not null default false,
  primary key (fingerprint, episode)
);

create index alert_episodes_scenario on alert_episodes (scenario, opened_at);
create index alert_episodes_opened on alert_episodes (opened_at);
