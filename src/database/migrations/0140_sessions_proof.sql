-- How the user of a session proved who they are, for the tokens' amr and auth_time. `authenticated_at` is null where
-- nobody signed in on the device itself (device flow): such a session is never a recent sign-in.
alter table sessions
  add column amr text[] not null default '{pwd}',
  add column authenticated_at timestamptz;
update sessions set authenticated_at = created_at;
