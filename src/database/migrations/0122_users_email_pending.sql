-- Accounts opened while verification was on, whose address nobody has proved yet: nobody may enter them.
alter table users add column email_pending boolean not null default false;
