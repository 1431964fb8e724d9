-- Sign-ins of devices that wait to be approved elsewhere (RFC 8628). Only hashes of their codes.
create table device_requests (
  -- SHA-256 of the device code, 256 random bits.
  device_code_hash bytea primary key,
  -- HMAC of the user code: short enough to be found by trying, were the hash not keyed.
  user_code_hash bytea not null unique,
  client_name text,
  network text not null,
  user_agent text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- Seconds that the device must leave between two polls, and its last one.
  poll_interval integer not null,
  polled_at timestamptz,
  state text not null check (state in ('pending', 'approved', 'denied', 'redeemed')),
  -- Who decided, in which session, and what that session had proved.
  user_id uuid references users (id) on delete cascade,
  session_id uuid,
  amr text[]
);

-- Removal of lapsed ones.
create index device_requests_expiry on device_requests (expires_at);
create index device_requests_user on device_requests (user_id) where user_id is not null;
