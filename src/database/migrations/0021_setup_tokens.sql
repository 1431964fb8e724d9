-- One-time tokens that make the first admin. Only hashes; every instance accepts what any of them has printed.
create table setup_tokens (
  token_hash bytea primary key,
  expires_at timestamptz not null
);
