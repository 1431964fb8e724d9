-- Architectures generated for their owners; of the code only the lines shown as evidence.
create table architectures (
  -- UUIDv7.
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  created_at timestamptz not null,
  sha256 text not null,
  files integer not null,
  partial boolean not null,
  -- json, not jsonb: it is given back as it was answered, and jsonb refuses what JSON may escape.
  result json not null
);

create index architectures_user on architectures (user_id, id desc);
-- Retention.
create index architectures_created on architectures (created_at);
