-- What admins found an episode to be: the precision of scenarios follows from it. No account and no alert is named, so that
-- the figures outlive both.
create table alert_verdicts (
  fingerprint text not null,
  episode integer not null,
  scenario text not null,
  false_positive boolean not null,
  at timestamptz not null,
  primary key (fingerprint, episode)
);

create index alert_verdicts_at on alert_verdicts (at);
