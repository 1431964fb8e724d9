-- Stand in for a lost authenticator app, each once.
create table recovery_codes (
  user_id uuid not null references users (id) on delete cascade,
  -- SHA-256 of 80 random bits.
  code_hash bytea not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);
