-- Requests in the plan's window that a key may send, besides what its owner may; null: no limit of its own.
alter table api_keys add column rate_limit integer check (rate_limit > 0);
