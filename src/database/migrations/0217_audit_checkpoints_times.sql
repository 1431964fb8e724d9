-- When the first and the last event of a span happened: a range of time becomes a range of `seq` by them. An index over the
-- times of all events would cost twenty bytes and a write for each.
alter table audit_checkpoints add column first_time timestamptz, add column last_time timestamptz;

update audit_checkpoints as span
set first_time = events.first_time, last_time = events.last_time
from audit_checkpoints as covered
cross join lateral
  (select min(time) as first_time, max(time) as last_time from activity_events where seq between covered.from_seq and covered.to_seq) as events
where covered.number = span.number;

-- A span without times (an older version wrote it) counts as one that may hold any.
create index audit_checkpoints_times on audit_checkpoints using gist (tstzrange(first_time, last_time, '[]'))
where to_seq >= from_seq;
