-- Seconds that the sign-in asked its access tokens to live; null is the configured life. A refresh keeps it.
alter table sessions add column access_life integer;
