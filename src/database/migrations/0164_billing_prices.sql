-- The prices of a subscription as its newest event told them: what they are worth may become known later.
alter table billing_subscriptions add column prices text[] not null default '{}';
