-- One authenticator app per account.
create table totp_factors (
  user_id uuid primary key references users (id) on delete cascade,
  -- Encrypted with the data secret, bound to the account.
  secret bytea not null,
  created_at timestamptz not null,
  -- Null until a first code has proved that the app has the secret.
  confirmed_at timestamptz,
  -- Step of the newest code that was accepted: neither it nor an older one counts again.
  last_step bigint not null
);
