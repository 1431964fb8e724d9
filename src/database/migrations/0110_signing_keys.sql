-- Keys that sign access tokens. Instances follow what stands here; a key never comes back once it is retired.
create table signing_keys (
  kid text primary key,
  algorithm text not null check (algorithm in ('HS256', 'ES256', 'EdDSA')),
  -- Encrypted with the data secret, bound to the kid; null once retired.
  sealed_key bytea,
  state text not null check (state in ('next', 'current', 'previous', 'retired')),
  created_at timestamptz not null,
  promoted_at timestamptz,
  -- When it stopped signing: what it signed lives on for as long as a token may.
  demoted_at timestamptz,
  retired_at timestamptz
);

create unique index signing_keys_current on signing_keys (state) where state = 'current';
create unique index signing_keys_next on signing_keys (state) where state = 'next';
