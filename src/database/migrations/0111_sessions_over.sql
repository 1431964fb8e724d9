-- When each session was over, whichever way: what the retention deletes first.
create index sessions_over on sessions (least(ended_at, idle_expires_at, absolute_expires_at));
