import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../../database/database.js';
import type { ActivityEventRow } from '../../../database/tables/activity.js';
import { Problem } from '../../../problem/problem.js';
import type { AuditFilter } from './audit-filter.js';
import { type SeqRange, TimeRanges } from './time-ranges.js';

/** How long the database may look in its own way, ms, before the search goes piece by piece. */
const QUICK_MS = 100;
/** Longest time of one piece, ms. */
const STATEMENT_TIMEOUT_MS = 3_000;
const QUERY_CANCELLED = '57014';
/** Places of the chain in one piece: some ten milliseconds to read through. */
const PIECE = 25_000;

/** What was found, and the place down (or up) to which all was looked at. */
export interface Candidates {
  rows: readonly ActivityEventRow[];
  reached: number;
  /** True when no index leads to what is looked for: the next stretch costs as much again. */
  dear: boolean;
}

/**
 * Rows by what their columns tell. For most filters an index leads straight to them. For some none does: of two words that are
 * both common and never stand together the database believes that some are near, and would read the whole record for the
 * first. Such a search goes on in pieces of the chain, so that its caller can stop after each.
 */
@Injectable()
export class CandidateRows {
  constructor(
    private readonly database: Database,
    private readonly times: TimeRanges,
  ) {}

  /**
   * Newest first, at most `size` at once, below the place `below`.
   * @throws Problem `unavailable` when the database takes too long even for a piece.
   */
  async *newest(filter: AuditFilter, below: number | null, size: number): AsyncGenerator<Candidates> {
    let bounds: SeqRange | null = null;
    for (const range of await this.times.of(filter.from, filter.to)) {
      let top = Math.min(range.to, (below ?? Number.MAX_SAFE_INTEGER) - 1);
      for (let low = range.from; top >= low; low = range.from) {
        let rows = bounds === null ? await this.within(filter, { from: low, to: top }, size, QUICK_MS) : null;
        if (rows === null) {
          bounds ??= await this.bounds();
          if (top < bounds.from) break;
          low = Math.max(range.from, Math.min(top, bounds.to) - PIECE + 1);
          rows = await this.within(filter, { from: low, to: top }, size, STATEMENT_TIMEOUT_MS);
        }
        if (rows === null) throw tooSlow();
        const reached = rows.length < size ? low : (rows.at(-1) as ActivityEventRow).seq;
        yield { rows, reached, dear: bounds !== null };
        top = reached - 1;
      }
    }
  }

  /** In the order of the chain up to the place `upTo`, piece by piece: for exports. */
  async *oldest(filter: AuditFilter, upTo: number, size: number): AsyncGenerator<readonly ActivityEventRow[]> {
    const bounds = await this.bounds();
    for (const range of (await this.times.of(filter.from, filter.to)).toReversed()) {
      const end = Math.min(range.to, upTo);
      for (let low = Math.max(range.from, bounds.from); low <= end;) {
        const to = Math.min(low + PIECE - 1, end);
        const rows = await filter
          .narrow(this.rows({ from: low, to }))
          .orderBy('seq')
          .limit(size)
          .execute();
        if (rows.length > 0) yield rows;
        low = rows.length < size ? to + 1 : (rows.at(-1) as ActivityEventRow).seq + 1;
      }
    }
  }

  /** Newest first; null when that takes longer than `limitMs`. */
  private async within(
    filter: AuditFilter,
    range: SeqRange,
    size: number,
    limitMs: number,
  ): Promise<ActivityEventRow[] | null> {
    try {
      return await this.database.transaction(async (transaction) => {
        await sql`select set_config('statement_timeout', ${String(limitMs)}, true)`.execute(transaction);
        return filter.narrow(this.rows(range, transaction)).orderBy('seq', 'desc').limit(size).execute();
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === QUERY_CANCELLED) return null;
      throw error;
    }
  }

  private rows({ from, to }: SeqRange, store: Database['kysely'] = this.database.kysely) {
    return store
      .selectFrom('activity_events')
      .selectAll()
      .where('seq', '>=', sql<number>`${from}::bigint`)
      .where('seq', '<=', sql<number>`${to}::bigint`);
  }

  private async bounds(): Promise<SeqRange> {
    const { rows } = await sql<SeqRange>`
      select coalesce(min(seq), 0) as from, coalesce(max(seq), 0) as to from activity_events`.execute(
      this.database.kysely,
    );
    return rows[0] as SeqRange;
  }
}

function tooSlow(): Problem {
  const detail = 'The search took too long: narrow it, for example by a range of time.';
  return new Problem('unavailable', { detail, headers: { 'retry-after': '1' } });
}
