-- Sessions of one user, ended ones too: their removal after the retention, and the account's deletion.
create index sessions_user on sessions (user_id);
