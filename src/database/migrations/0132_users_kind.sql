-- Service accounts: users without a password that hold API keys only.
alter table users add column kind text not null default 'person' check (kind in ('person', 'service'));
