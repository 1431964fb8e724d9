-- What users say against decisions about them, and what admins answered.
create table appeals (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  decision_id uuid,
  text text not null,
  status text not null default 'open' check (status in ('open', 'accepted', 'rejected')),
  created_at timestamptz not null,
  answer text,
  answered_at timestamptz,
  answered_by uuid references users (id) on delete set null,
  check ((status = 'open') = (answered_at is null))
);

-- Ids sort by time: one account's, and all of a status, newest first.
create index appeals_user on appeals (user_id, id desc);
create index appeals_status on appeals (status, id desc);
