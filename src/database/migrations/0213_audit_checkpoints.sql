-- Signed statements about the chain, each over one span of it and the statement before. They stay when the span is purged.
create table audit_checkpoints (
  number bigint primary key,
  from_seq bigint not null,
  to_seq bigint not null,
  time timestamptz not null,
  -- What was signed, as canonical JSON.
  body text not null,
  signature bytea not null
);

create index audit_checkpoints_span on audit_checkpoints (to_seq);
