-- The end of the chain: one row, locked by whoever appends, so that there is one writer at a time over all instances.
create table audit_head (
  singleton boolean primary key default true check (singleton),
  seq bigint not null,
  hash bytea not null,
  -- The first link's place: rows before it are from before the chain began.
  first_seq bigint not null
);

insert into audit_head (seq, hash, first_seq)
select coalesce(max(seq), 0), decode(repeat('00', 32), 'hex'), coalesce(max(seq), 0) + 1 from activity_events;
