-- The sums kept so far, in the form of rollups. Rows of a bucket, one for each writer it had, are added up where a reader
-- can do without the parts that the new form has besides; what cannot be added up in SQL (latencies, subjects) is left out.
insert into rollups (resolution, bucket, requests, accepted, denied, errors, latency, data)
select resolution, bucket, sum((data->>'requests')::bigint), sum((data->>'accepted')::bigint),
  sum((data->>'denied')::bigint), sum((data->>'errors')::bigint), '{}', '{}'
from activity_rollups
group by resolution, bucket;

insert into rollups (resolution, bucket, requests, accepted, denied, errors, latency, data)
select 'day', date_trunc('day', bucket, 'UTC'), sum(requests), sum(accepted), sum(denied), sum(errors), '{}', '{}'
from rollups
where resolution = 'hour'
group by 2;

drop table activity_rollups;
