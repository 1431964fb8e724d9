-- Accounts: the truth about who may do what. Redis only mirrors it.
create table users (
  id uuid primary key,
  email text not null,
  email_key text not null unique,
  name text,
  password_hash text,
  plan text not null,
  role text not null check (role in ('user', 'admin')),
  status text not null check (status in ('active', 'disabled')),
  permissions text[] not null,
  rate_limit_override jsonb,
  email_verified boolean not null default false,
  sessions_not_before timestamptz not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- Admin list: newest first, keyset pages.
create index users_created on users (created_at desc, id desc);
-- The last-admin check reads only admins.
create index users_admins on users (id) where role = 'admin' and status = 'active';
