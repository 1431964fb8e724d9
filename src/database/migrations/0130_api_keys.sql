-- API keys. Of a secret only its hash is kept; a rotation makes the next one, and the one before holds until its overlap
-- ends.
create table api_keys (
  -- Twelve random characters, part of the key itself.
  id text primary key,
  user_id uuid not null references users (id) on delete cascade,
  name text not null,
  permissions text[] not null,
  generation integer not null default 1,
  secret_hash bytea not null,
  last4 text not null,
  previous_hash bytea,
  previous_expires_at timestamptz,
  -- Null never expires.
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_used_at timestamptz,
  last_used_network text,
  use_count bigint not null default 0,
  -- The expiry of which its owner was told.
  noticed_expiry timestamptz,
  version integer not null default 1
);

-- Keys of one user, newest first.
create index api_keys_user on api_keys (user_id, created_at desc, id desc);
-- Notices before the expiry, and the removal of what is long over.
create index api_keys_expiry on api_keys (expires_at) where revoked_at is null;
create index api_keys_revoked on api_keys (revoked_at) where revoked_at is not null;
