-- The account's entry in the block list and the allow list (access_entries), where every decision reads it: it is mirrored
-- in Redis with the rest of the account.
alter table users
  add column blocked_until timestamptz,
  add column block_reason text,
  add column allowed_until timestamptz;
