-- Copies of the subjects' detection state, which lives in Redis: for when that is lost. Of a network the subject is its keyed
-- hash; what it is in clear stands sealed beside it.
create table detection_states (
  subject text primary key,
  user_id uuid references users on delete cascade,
  network text,
  -- The hash's fields and values.
  state jsonb not null,
  -- Unix ms of the newest event in it, on Redis' clock.
  at bigint not null,
  multiplied boolean not null,
  copied_at timestamptz not null default now(),
  check ((user_id is null) <> (network is null))
);

create index detection_states_user on detection_states (user_id) where user_id is not null;
create index detection_states_multiplied on detection_states (subject) where multiplied;
create index detection_states_copied on detection_states (copied_at);
