-- The record as a chain: each row's hash covers the row before it. What is searched for has a column, the rest is packed
-- (activity/packing). Wide columns first, so that none is padded.
alter table activity_events rename to activity_events_unchained;
alter table activity_events_unchained drop constraint activity_events_pkey;
alter table activity_events_unchained drop constraint activity_events_id_key;
drop index activity_events_user;
drop index activity_events_time;

create table activity_events (
  -- Given by audit_head, without gaps.
  seq bigint primary key,
  time timestamptz not null,
  -- Made once by the recorder: a second delivery meets its own row.
  id uuid not null unique,
  -- Whose record it is, and who acted when that is somebody else.
  user_id uuid,
  actor_id uuid,
  -- Parts of the request id's and the network's hash: what they find is compared whole.
  corr_hash integer,
  net_bucket smallint,
  type text not null,
  outcome text not null,
  route text,
  target text,
  -- Null in rows from before the chain began.
  hash bytea,
  body bytea not null
);

insert into activity_events (seq, time, id, user_id, type, outcome, route, body)
select seq, time, id, user_id, type, outcome, event ->> 'route', convert_to((event - 'type' - 'id' - 'outcome')::text, 'UTF8')
from activity_events_unchained
order by seq;

drop table activity_events_unchained;

-- One account's record, newest first, in keyset pages.
create index activity_events_user on activity_events (user_id, seq desc) where user_id is not null;
create index activity_events_actor on activity_events (actor_id, seq) where actor_id is not null;
create index activity_events_target on activity_events (target, seq) where target is not null;
-- Equal values share an entry of these: seven bytes a row.
create index activity_events_type on activity_events (type collate "C");
create index activity_events_outcome on activity_events (outcome) where outcome <> 'ok';
create index activity_events_route on activity_events (route) where route is not null;
create index activity_events_corr on activity_events (corr_hash) where corr_hash is not null;
create index activity_events_net on activity_events (net_bucket) where net_bucket is not null;
-- Rows come nearly in the order of their times: a range of them is told from a few bytes per block.
create index activity_events_time on activity_events using brin (time) with (pages_per_range = 16);
