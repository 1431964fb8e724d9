import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../../database/database.js';

/** Places in the chain, both included. */
export interface SeqRange {
  from: number;
  to: number;
}

const LAST = Number.MAX_SAFE_INTEGER;
const EVERYTHING: SeqRange = { from: 1, to: LAST };

interface Spans {
  /** Of the first and the last span; null when there are none. */
  first: number | null;
  last: number | null;
  /** Around all spans in which something of the time asked for happened. */
  from: number | null;
  to: number | null;
}

/**
 * Where in the chain a time is to be found. Events come nearly, not wholly, in the order of their times (one that waited for
 * Redis or the database is chained late), so no place follows from a time; but every checkpoint knows the times of its span,
 * and the spans around a time are few. What no checkpoint covers, at either end of the chain, may always hold it.
 */
@Injectable()
export class TimeRanges {
  constructor(private readonly database: Database) {}

  /** Newest first. @param from,to ISO 8601; an event of the range happened at or after `from` and before `to`. */
  async of(from: string | undefined, to: string | undefined): Promise<SeqRange[]> {
    if (from === undefined && to === undefined) return [EVERYTHING];
    if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to)) return [];
    const spans = await this.spans(from ?? null, to ?? null);
    if (spans.first === null || spans.last === null) return [EVERYTHING];
    const ranges = [
      { from: spans.last + 1, to: LAST },
      { from: spans.from ?? 1, to: spans.to ?? 0 },
      { from: 1, to: spans.first - 1 },
    ];
    return ranges.filter((range) => range.from <= range.to);
  }

  private async spans(from: string | null, to: string | null): Promise<Spans> {
    const { rows } = await sql<Spans>`
      select
        (select from_seq from audit_checkpoints order by number limit 1) as first,
        (select to_seq from audit_checkpoints order by number desc limit 1) as last,
        min(from_seq) as from, max(to_seq) as to
      from audit_checkpoints
      where to_seq >= from_seq
        and tstzrange(first_time, last_time, '[]') && tstzrange(${from}::timestamptz, ${to}::timestamptz)`.execute(
      this.database.kysely,
    );
    return rows[0] as Spans;
  }
}
