import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../../../database/database.js';
import type { Schema } from '../../../database/schema.js';
import { floor } from '../../../rate-limit/counters/spans.js';
import { dateOf, lengths, type Resolution } from '../time-range.js';
import { emptyRollup, mergeRollup, type Rollup } from './rollup.js';
import { rollupOf, type RollupRow } from './rollup-row.js';
import { SubjectCounts } from './subject-counts.js';
import { type UsageLine, UsageSums } from './usage.js';

/** Of how many subjects a row tells. */
const SUBJECTS = { minute: 50, hour: 100, day: 200 } as const;

/** Any constant will do, it only must be ours. */
const ADVISORY_LOCK = 727_050_260;
/** Rows folded in one transaction, by the store: the embedded one serves others in between. */
const DELTAS_LIMIT = { postgres: 500, pglite: 200 } as const;

interface Delta extends RollupRow {
  usage: unknown;
}

interface Bucket {
  resolution: Resolution;
  start: number;
  rollup: Rollup;
  subjects: SubjectCounts;
}

/**
 * Folds what batches have added into one row per minute, hour and day, and one per account, day, route and outcome: the
 * number of rows follows from the calendar, not from events or instances. One instance at a time; deltas go in the
 * transaction that adds them, so a sum is never missing and never there twice, whenever a process dies. Late events (a spool,
 * a second delivery) make a delta of an old minute, which is folded like any other.
 */
@Injectable()
export class RollupCompaction {
  constructor(private readonly database: Database) {}

  /** Returns true when there may be more to do. */
  run(): Promise<boolean> {
    const limit = DELTAS_LIMIT[this.database.kind];
    return this.database.transaction(async (transaction) => {
      const { rows } = await sql<{ mine: boolean }>`
        select pg_try_advisory_xact_lock(${ADVISORY_LOCK}) as mine`.execute(transaction);
      if (rows[0]?.mine !== true) return false;
      const deltas = await take(transaction, limit);
      if (deltas.length === 0) return false;
      await fold(transaction, deltas);
      await use(transaction, deltas);
      return deltas.length === limit;
    });
  }
}

async function take(transaction: Transaction<Schema>, limit: number): Promise<Delta[]> {
  const { rows } = await sql<Delta>`
    delete from rollup_deltas where id in (select id from rollup_deltas order by id limit ${limit}::integer)
    returning minute as bucket, requests, accepted, denied, errors, latency, data, usage`.execute(transaction);
  return rows;
}

async function fold(transaction: Transaction<Schema>, deltas: readonly Delta[]): Promise<void> {
  const buckets = new Map<string, Bucket>();
  for (const delta of deltas) {
    const added = rollupOf(delta);
    for (const resolution of ['minute', 'hour', 'day'] as const) {
      const start = floor(delta.bucket.getTime(), lengths[resolution]);
      const bucket = bucketOf(buckets, resolution, start);
      add(bucket, added);
    }
  }
  const touched = [...buckets.values()];
  for (const { resolution, bucket, ...sums } of await present(transaction, touched)) {
    add(bucketOf(buckets, resolution, bucket.getTime()), rollupOf(sums));
  }
  await sql`
    insert into rollups (resolution, bucket, requests, accepted, denied, errors, latency, data)
    select resolution, to_timestamp(start), requests, accepted, denied, errors, latency, data
    from jsonb_to_recordset(${JSON.stringify(touched.map(rowOf))}::jsonb) as r (
      resolution text, start double precision, requests bigint, accepted bigint, denied bigint, errors bigint,
      latency jsonb, data jsonb)
    on conflict (resolution, bucket) do update set requests = excluded.requests, accepted = excluded.accepted,
      denied = excluded.denied, errors = excluded.errors, latency = excluded.latency, data = excluded.data
    `.execute(transaction);
}

function bucketOf(buckets: Map<string, Bucket>, resolution: Resolution, start: number): Bucket {
  const key = `${resolution} ${start}`;
  let bucket = buckets.get(key);
  if (bucket === undefined) {
    // Several times what its row tells, so that the order among those near the end of it hardly matters.
    const subjects = new SubjectCounts(10 * SUBJECTS[resolution]);
    buckets.set(key, (bucket = { resolution, start, rollup: emptyRollup(), subjects }));
  }
  return bucket;
}

function add({ rollup, subjects }: Bucket, added: Rollup): void {
  mergeRollup(rollup, added);
  for (const [subject, count] of Object.entries(added.subjects)) subjects.add(subject, count);
}

function present(transaction: Transaction<Schema>, buckets: readonly Bucket[]) {
  const wanted = buckets.map(({ resolution, start }) => ({ resolution, start: start / 1000 }));
  return transaction
    .selectFrom('rollups')
    .selectAll()
    .where(
      sql<boolean>`(resolution, bucket) in (
        select resolution, to_timestamp(start)
        from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as r (resolution text, start double precision))`,
    )
    .execute();
}

function rowOf({ resolution, start, rollup, subjects }: Bucket) {
  const { total, latency, ...parts } = rollup;
  const [requests, accepted, denied, errors] = total;
  const data = { ...parts, subjects: Object.fromEntries(subjects.top(SUBJECTS[resolution])) };
  return { resolution, start: start / 1000, requests, accepted, denied, errors, latency, data };
}

/** What the deltas say of accounts that are still there. In one order, so that two writers never wait in a circle. */
async function use(transaction: Transaction<Schema>, deltas: readonly Delta[]): Promise<void> {
  const days = new Map<number, UsageSums>();
  for (const { bucket, usage } of deltas) {
    const day = floor(bucket.getTime(), lengths.day);
    let sums = days.get(day);
    if (sums === undefined) days.set(day, (sums = new UsageSums()));
    for (const [account, lines] of Object.entries(usage as Record<string, UsageLine[]>)) {
      for (const line of lines) sums.add(account, line);
    }
  }
  const rows = [...days].flatMap(([day, sums]) =>
    sums.entries().flatMap(([account, lines]) => lines.map((line) => [account, dateOf(day), ...line])),
  );
  if (rows.length === 0) return;
  await sql`
    insert into usage_days (user_id, day, route, outcome, requests, accepted)
    select users.id, (u->>1)::date, u->>2, u->>3, (u->>4)::integer, (u->>5)::integer
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as u
    join users on users.id = (u->>0)::uuid
    order by users.id, (u->>1), (u->>2), (u->>3)
    on conflict (user_id, day, route, outcome) do update set
      requests = usage_days.requests + excluded.requests, accepted = usage_days.accepted + excluded.accepted
    `.execute(transaction);
}
