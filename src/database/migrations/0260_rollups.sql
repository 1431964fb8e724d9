-- Sums of what happened, per minute, hour and day (UTC): one row for each, written by the compaction alone, which folds the
-- rows of rollup_deltas into them. The first columns are what a timeline needs; `data` holds all dimensions.
create table rollups (
  resolution text not null check (resolution in ('minute', 'hour', 'day')),
  bucket timestamptz not null,
  requests bigint not null,
  accepted bigint not null,
  denied bigint not null,
  errors bigint not null,
  -- Counts of durations by bucket (activity/analytics/rollup/latency-histogram).
  latency jsonb not null,
  -- The rest of a Rollup (activity/analytics/rollup/rollup).
  data jsonb not null,
  primary key (resolution, bucket)
);
