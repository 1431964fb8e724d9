import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../../../database/database.js';
import type { Schema } from '../../../database/schema.js';
import { type Part, partsOf, type TimeRange } from '../time-range.js';
import type { Slots } from './counts.js';
import type { Dimension } from './dimensions.js';
import type { LatencyHistogram } from './latency-histogram.js';
import type { Cell } from './rollup.js';
import type { RollupRow, SumsRow } from './rollup-row.js';

type Span = Pick<TimeRange, 'from' | 'to'>;

/** What one row says of a dimension. */
export interface GroupsRow {
  bucket: Date;
  cells: Slots<Cell> | null;
  /** By value, where the dimension has latencies. */
  latencies: Slots<LatencyHistogram> | null;
}

/** Several reads that agree with one another: nothing is folded, and no event comes in between. */
export class RollupSnapshot {
  constructor(private readonly transaction: Transaction<Schema>) {}

  /** Everything of a range, in the fewest rows. */
  whole(span: Span): Promise<RollupRow[]> {
    return this.rows(span, partsOf(span, 'day'), sql`latency, data`);
  }

  /** What a timeline needs, in rows no longer than its step. */
  timeline(range: TimeRange): Promise<SumsRow[]> {
    return this.rows(range, partsOf(range, range.step), sql`latency`);
  }

  groups(range: TimeRange, dimension: Dimension): Promise<GroupsRow[]> {
    const latencies = dimension === 'route' ? sql`data->'latencies'` : sql`null::jsonb`;
    const columns = sql`data->'by'->${dimension}::text as cells, ${latencies} as latencies`;
    return this.rows(range, partsOf(range, range.step), columns);
  }

  private async rows<T>({ from, to }: Span, parts: readonly Part[], columns: ReturnType<typeof sql>): Promise<T[]> {
    const spans = parts.map((part) => ({ ...part, from: part.from / 1000, to: part.to / 1000 }));
    const sums = sql`requests, accepted, denied, errors, ${columns}`;
    const { rows } = await sql<T>`
      select bucket, ${sums}
      from jsonb_to_recordset(${JSON.stringify(spans)}::jsonb)
          as part (resolution text, "from" double precision, "to" double precision)
        join rollups on rollups.resolution = part.resolution
          and bucket >= to_timestamp(part."from") and bucket < to_timestamp(part."to")
      union all
      select minute, ${sums} from rollup_deltas
      where minute >= to_timestamp(${from / 1000}) and minute < to_timestamp(${to / 1000})`.execute(this.transaction);
    return rows;
  }
}

/** Reads the sums: some hundred rows, whatever the number of events. */
@Injectable()
export class RollupReader {
  constructor(private readonly database: Database) {}

  /** @throws the driver's error. */
  read<T>(work: (snapshot: RollupSnapshot) => Promise<T>): Promise<T> {
    return this.database.kysely
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((transaction) => work(new RollupSnapshot(transaction)));
  }
}
