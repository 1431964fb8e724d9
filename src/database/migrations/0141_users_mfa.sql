-- True while a second factor is confirmed: sign-in asks for it.
alter table users add column mfa_enabled boolean not null default false;
