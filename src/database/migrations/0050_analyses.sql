-- Results of analyses, kept for their owners; never the analysed code as a whole.
create table analyses (
  -- UUIDv7: ordered by time, so it is the key of the pages too.
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  created_at timestamptz not null,
  language text not null,
  filename text,
  sha256 text not null,
  dangerous boolean not null,
  partial boolean not null,
  findings integer not null,
  -- The answer as it was sent. json, not jsonb: it is given back byte by byte, and jsonb refuses what JSON may escape.
  result json not null
);

create index analyses_user on analyses (user_id, id desc);
-- Retention.
create index analyses_created on analyses (created_at);
