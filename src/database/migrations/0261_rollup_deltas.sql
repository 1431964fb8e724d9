-- What a batch of events adds to the sums: inserted in the transaction that keeps the events, folded into rollups and
-- usage_days some seconds later and deleted in the same transaction. Readers add both up.
create table rollup_deltas (
  id bigint generated always as identity primary key,
  minute timestamptz not null,
  requests integer not null,
  accepted integer not null,
  denied integer not null,
  errors integer not null,
  latency jsonb not null,
  data jsonb not null,
  -- By account: [route, outcome, requests, accepted].
  usage jsonb not null
);

create index rollup_deltas_minute on rollup_deltas (minute);
