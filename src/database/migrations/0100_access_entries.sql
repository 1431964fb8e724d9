-- Block list and allow list: what an admin decided about one account or one network, and why.
create table access_entries (
  -- UUIDv7: later entries have greater ids.
  id uuid primary key,
  list text not null check (list in ('block', 'allow')),
  user_id uuid references users (id) on delete cascade,
  -- Canonical (network/network-range): equal networks are equal texts.
  network text,
  reason text not null,
  -- Null: without an end.
  expires_at timestamptz,
  created_by uuid references users (id) on delete set null,
  created_at timestamptz not null,
  check ((user_id is null) <> (network is null))
);

create unique index access_entries_user on access_entries (user_id, list) where user_id is not null;
create unique index access_entries_network on access_entries (network, list) where network is not null;
-- The admin's list: newest first, keyset pages.
create index access_entries_list on access_entries (list, id desc);
create index access_entries_created_by on access_entries (created_by) where created_by is not null;
