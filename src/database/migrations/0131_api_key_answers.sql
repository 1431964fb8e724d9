-- Answers to requests that carried an Idempotency-Key, so that a retry gets the same key and not another. The answer
-- holds a secret: it is encrypted, opens only with the Idempotency-Key, and is kept for a short time.
create table api_key_answers (
  user_id uuid not null references users (id) on delete cascade,
  -- SHA-256 of the Idempotency-Key.
  token_hash bytea not null,
  -- SHA-256 of what was asked.
  request_hash bytea not null,
  answer bytea not null,
  created_at timestamptz not null,
  primary key (user_id, token_hash)
);

create index api_key_answers_created on api_key_answers (created_at);
