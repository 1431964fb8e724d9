import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import type { ActivityEventRow } from '../../../database/tables/activity.js';
import { Problem } from '../../../problem/problem.js';
import { CallerCipher } from '../../recorder/caller-cipher.js';
import { type AuditFilter, auditFilter } from './audit-filter.js';
import type { AuditFilterDto, AuditQueryDto } from './audit-query.dto.js';
import { CandidateRows } from './candidate-rows.js';
import { type OpenedRecord, OpenedRecords } from './opened-records.js';

/** Rows that a page looks at when the columns find more than hold. */
const CANDIDATES_LIMIT = 5_000;
const CANDIDATES_PAGE = 250;
/** After so many ms a page of a dear search is given as it is: the next one goes on from there. */
const BUDGET_MS = 150;

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
    private readonly candidates: CandidateRows,
    private readonly opener: OpenedRecords,
  ) {}

  filter(query: AuditFilterDto): AuditFilter {
    return auditFilter(query, (network) => this.cipher.network(network));
  }

  /**
   * May hold less than a page and still have a next one: where a search is dear it stops after a while.
   * @throws Problem `validation_failed`; `unavailable` when the database takes too long.
   */
  async page(query: AuditQueryDto): Promise<AuditPage> {
    const filter = this.filter(query);
    const found: OpenedRecord[] = [];
    const below = query.cursor === undefined ? null : Number(query.cursor);
    const size = filter.exact ? query.limit + 1 : CANDIDATES_PAGE;
    const deadline = performance.now() + BUDGET_MS;
    let seen = 0;
    for await (const { rows, reached, dear } of this.candidates.newest(filter, below, size)) {
      for (const opened of await this.opener.of(rows)) {
        if (!filter.holds(opened.record)) continue;
        if (found.length === query.limit) return { records: found, next: (found.at(-1) as OpenedRecord).record.seq };
        found.push(opened);
      }
      seen += rows.length;
      if (seen >= CANDIDATES_LIMIT || (dear && performance.now() > deadline)) {
        return { records: found, next: reached > 1 ? reached : null };
      }
    }
    return { records: found, next: null };
  }

  /** @throws Problem `not_found`. */
  async byId(id: string): Promise<OpenedRecord> {
    const rows = await this.database.kysely.selectFrom('activity_events').selectAll().where('id', '=', id).execute();
    const [opened] = await this.opener.of(rows);
    if (opened === undefined) throw new Problem('not_found');
    return opened;
  }

  /** What the columns of a filter find, in the order of the chain up to the place `upTo`, at most `size` at once. */
  oldest(filter: AuditFilter, upTo: number, size: number): AsyncGenerator<readonly ActivityEventRow[]> {
    return this.candidates.oldest(filter, upTo, size);
  }
}
