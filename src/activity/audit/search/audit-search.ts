import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../../database/database.js';
import type { ActivityEventRow } from '../../../database/tables/activity.js';
import { Problem } from '../../../problem/problem.js';
import { CallerCipher } from '../../recorder/caller-cipher.js';
import { type AuditFilter, auditFilter } from './audit-filter.js';
import type { AuditFilterDto, AuditQueryDto } from './audit-query.dto.js';
import { type OpenedRecord, OpenedRecords } from './opened-records.js';

/** Longest time of one statement, ms: a search that finds little in much must not hold the database. */
const STATEMENT_TIMEOUT_MS = 3_000;
const QUERY_CANCELLED = '57014';
/** Rows that a page looks at when the columns find more than hold. */
const CANDIDATES_LIMIT = 5_000;
const CANDIDATES_PAGE = 250;

export interface AuditPage {
  records: OpenedRecord[];
  /** `seq` below which the next page begins; null at the end. */
  next: number | null;
}

/** The record, newest first, in keyset pages. */
@Injectable()
export class AuditSearch {
  constructor(
    private readonly database: Database,
    private readonly cipher: CallerCipher,
    private readonly opener: OpenedRecords,
  ) {}

  filter(query: AuditFilterDto): AuditFilter {
    return auditFilter(query, (network) => this.cipher.network(network));
  }

  /**
   * May hold less than a page and still have a next one: where a search is dear it stops after some thousand rows.
   * @throws Problem `validation_failed`; `unavailable` when the database takes too long.
   */
  async page(query: AuditQueryDto): Promise<AuditPage> {
    const filter = this.filter(query);
    const found: OpenedRecord[] = [];
    let below = query.cursor === undefined ? null : Number(query.cursor);
    const size = Math.max(query.limit + 1, filter.everything ? 0 : CANDIDATES_PAGE);
    for (let seen = 0; seen < CANDIDATES_LIMIT; seen += size) {
      const rows = await this.candidates(filter, below, size);
      for (const opened of await this.opener.of(rows)) {
        if (!filter.holds(opened.record)) continue;
        if (found.length === query.limit) return { records: found, next: (found.at(-1) as OpenedRecord).record.seq };
        found.push(opened);
      }
      if (rows.length < size) return { records: found, next: null };
      below = (rows.at(-1) as ActivityEventRow).seq;
    }
    return { records: found, next: below };
  }

  /** @throws Problem `not_found`. */
  async byId(id: string): Promise<OpenedRecord> {
    const rows = await this.database.kysely.selectFrom('activity_events').selectAll().where('id', '=', id).execute();
    const [opened] = await this.opener.of(rows);
    if (opened === undefined) throw new Problem('not_found');
    return opened;
  }

  /** The next rows for a filter, in the order of the chain: for exports. */
  async rowsAfter(filter: AuditFilter, after: number, upTo: number, limit: number): Promise<ActivityEventRow[]> {
    const rows = this.database.kysely
      .selectFrom('activity_events')
      .selectAll()
      .where('seq', '>', after)
      .where('seq', '<=', upTo)
      .orderBy('seq')
      .limit(limit);
    return filter.narrow(rows).execute();
  }

  private candidates(filter: AuditFilter, below: number | null, limit: number): Promise<ActivityEventRow[]> {
    return this.quickly(async (transaction) => {
      let rows = transaction.selectFrom('activity_events').selectAll().orderBy('seq', 'desc').limit(limit);
      if (below !== null) rows = rows.where('seq', '<', below);
      return filter.narrow(rows).execute();
    });
  }

  private async quickly<T>(work: (store: Database['kysely']) => Promise<T>): Promise<T> {
    try {
      return await this.database.transaction(async (transaction) => {
        await sql`select set_config('statement_timeout', ${String(STATEMENT_TIMEOUT_MS)}, true)`.execute(transaction);
        return work(transaction);
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== QUERY_CANCELLED) throw error;
      const detail = 'The search took too long: narrow it, for example by a range of time.';
      throw new Problem('unavailable', { detail, headers: { 'retry-after': '1' } });
    }
  }
}
