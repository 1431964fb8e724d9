-- Sign-ins under way at the OpenID Connect provider: each for one browser, once, for ten minutes. Nothing here lets
-- anybody finish one: state, nonce and code verifier are made from the browser's cookie, of which this keeps the hash.
create table oidc_flows (
  state_hash bytea primary key,
  browser_hash bytea not null,
  -- The signed-in user who links an account; or, once the provider has vouched, whose second factor is awaited.
  user_id uuid references users (id) on delete cascade,
  purpose text not null check (purpose in ('sign-in', 'link', 'second-factor')),
  expires_at timestamptz not null
);

create index oidc_flows_expiry on oidc_flows (expires_at);
