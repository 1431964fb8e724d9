import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../../../database/database.js';
import type { Schema } from '../../../database/schema.js';
import { lengths, type Part, partsOf, type Resolution, type TimeRange } from '../time-range.js';
import type { Slots } from './counts.js';
import type { Dimension } from './dimensions.js';
import type { Cell } from './rollup.js';
import type { RollupRow, SumsRow } from './rollup-row.js';
import type { SubjectCount } from './subject-counts.js';

type Span = Pick<TimeRange, 'from' | 'to'>;

/** What one row says of a dimension. */
export interface CellsRow {
  bucket: Date;
  cells: Slots<Cell> | null;
}

export interface SubjectsRow {
  subjects: Slots<SubjectCount> | null;
}

/** Latencies by route are the largest part of a row: ranges beyond this do without, ms. */
const ROUTE_LATENCY_LIMIT_MS = 31 * lengths.day;

/** Several reads that agree with one another: nothing is folded, and no event comes in between. */
export class RollupSnapshot {
  constructor(private readonly transaction: Transaction<Schema>) {}

  /** Everything of a range but its subjects, in the fewest rows. */
  whole(span: Span): Promise<RollupRow[]> {
    const leftOut = span.to - span.from > ROUTE_LATENCY_LIMIT_MS ? '{subjects,latencies}' : '{subjects}';
    return this.rows(span, partsOf(span, 'day'), sql`latency, data - ${leftOut}::text[] as data`);
  }

  subjects(span: Span): Promise<SubjectsRow[]> {
    return this.rows(span, partsOf(span, 'day'), sql`data->'subjects' as subjects`);
  }

  /** What a timeline needs, in rows no longer than its step. */
  timeline(range: TimeRange): Promise<SumsRow[]> {
    return this.rows(range, partsOf(range, range.step), sql`latency`);
  }

  /** @param coarsest rows are no longer than this. */
  cells(span: Span, dimension: Dimension, coarsest: Resolution): Promise<CellsRow[]> {
    return this.rows(span, partsOf(span, coarsest), sql`data->'by'->${dimension}::text as cells`);
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
