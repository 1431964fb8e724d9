-- Legal holds: what a subject's rows stand in is not purged. They outlive the account that they are about.
create table audit_holds (
  id uuid primary key,
  -- The account; null: everything.
  user_id uuid,
  reason text not null,
  created_at timestamptz not null default now(),
  created_by uuid not null,
  released_at timestamptz,
  released_by uuid
);
