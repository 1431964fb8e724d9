-- Who an account is at the OpenID Connect provider: by subject, which never changes hands as addresses do.
create table oidc_identities (
  issuer text not null,
  subject text not null,
  user_id uuid not null references users (id) on delete cascade,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  primary key (issuer, subject)
);

create unique index oidc_identities_user on oidc_identities (user_id, issuer);
