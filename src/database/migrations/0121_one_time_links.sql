-- Tokens of mailed links: of each purpose one for a user, the newest. Only hashes.
create table one_time_links (
  user_id uuid not null references users (id) on delete cascade,
  purpose text not null check (purpose in ('verify-email', 'reset-password', 'change-email', 'invitation', 'sign-in-link')),
  -- SHA-256 of the token.
  token_hash bytea not null unique,
  -- What takes effect when the link is used: a new address, or the password chosen with a registration (its hash).
  data jsonb,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (user_id, purpose)
);
