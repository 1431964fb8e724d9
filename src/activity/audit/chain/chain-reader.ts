import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../../database/database.js';
import type { ActivityEventRow } from '../../../database/tables/activity.js';
import { CheckpointStore, type KeptCheckpoint } from '../checkpoints/checkpoint-store.js';
import { GENESIS } from './audit-record.js';
import { bytesOf } from './event-row.js';
import { packedRows, rowsOfPage } from './row-page.js';

/** Few enough that a page is over within some milliseconds, for requests are served in between. */
const PAGE = 500;
const CHECKPOINTS_PAGE = 100;

export interface ChainHead {
  /** `seq` of the first and the last link. */
  first: number;
  last: number;
  hash: Buffer;
}

/** Where a reading begins, the hash of the link before it, and the number of the checkpoint before it; 0 for none. */
export interface ChainStart {
  seq: number;
  hash: Buffer;
  after: number;
}

/** In the order of the chain: links, some hundred at once, and each checkpoint after the last link of its span. */
export type ChainItem = { rows: readonly ActivityEventRow[] } | { checkpoint: KeptCheckpoint };

@Injectable()
export class ChainReader {
  constructor(
    private readonly database: Database,
    private readonly checkpoints: CheckpointStore,
  ) {}

  async head(): Promise<ChainHead> {
    const row = await this.database.kysely.selectFrom('audit_head').selectAll().executeTakeFirstOrThrow();
    return { first: row.first_seq, last: row.seq, hash: Buffer.from(row.hash) };
  }

  /** The beginning of the span that holds `seq`: what precedes it is signed. */
  async spanStart(seq: number): Promise<ChainStart> {
    const covering = await this.checkpoints.covering(seq);
    if (covering !== null) {
      const { from, start, number } = covering.body;
      return { seq: from, hash: Buffer.from(start, 'hex'), after: number - 1 };
    }
    const { first } = await this.head();
    const last = await this.checkpoints.last();
    if (last === null || seq <= last.body.to) return { seq: first, hash: GENESIS, after: 0 };
    return { seq: last.body.to + 1, hash: Buffer.from(last.body.head, 'hex'), after: last.body.number };
  }

  /**
   * From a start to `to`, included. Checkpoints are taken by their numbers, which leave none out, whatever the columns say by
   * which others find them. A span counts as purged only when the
   * record tells of it or of a later one: else whoever owns the database could take any span and call it purged.
   */
  async *read(start: ChainStart, to: number): AsyncGenerator<ChainItem> {
    let next = start.seq;
    let purgedUpTo = 0;
    for (let { after } = start; ;) {
      const page = await this.checkpoints.list(after, CHECKPOINTS_PAGE);
      for (const checkpoint of page.filter(({ body }) => body.to <= to)) {
        const { number } = checkpoint.body;
        if (checkpoint.purged && number > purgedUpTo) purgedUpTo = await this.purgedUpTo();
        const purged = checkpoint.purged && number <= purgedUpTo;
        if (!purged) yield* this.rows(next, checkpoint.body.to);
        yield { checkpoint: { ...checkpoint, purged } };
        next = checkpoint.body.to + 1;
      }
      const last = page.at(-1);
      if (last === undefined || page.length < CHECKPOINTS_PAGE || last.body.to > to) break;
      after = last.body.number;
    }
    yield* this.rows(next, to);
  }

  /**
   * The newest span of whose purge the record tells, or will when the outbox is chained; 0 when none. That of an older one
   * may have gone with the span that it stood in.
   */
  private async purgedUpTo(): Promise<number> {
    const { rows } = await sql<{ number: number }>`
      select coalesce(max(number), 0)::double precision as number from (
        select substring(target from '^checkpoint:([0-9]{1,15})$')::bigint as number
        from activity_events where type collate "C" = 'audit.purged'
        union all
        select substring(event #>> '{target,id}' from '^[0-9]{1,15}$')::bigint
        from audit_outbox where event ->> 'type' = 'audit.purged') as told`.execute(this.database.kysely);
    return rows[0]?.number ?? 0;
  }

  /** The next page is on its way while the one before is looked at. */
  private async *rows(from: number, to: number): AsyncGenerator<ChainItem> {
    let coming = from > to ? null : this.page(from, to);
    while (coming !== null) {
      const rows = await coming;
      const next = (rows.at(-1)?.seq ?? to) + 1;
      coming = rows.length < PAGE || next > to ? null : this.page(next, to);
      // Whoever stops reading before it comes does not hear of its failure.
      coming?.catch(() => undefined);
      if (rows.length > 0) yield { rows };
    }
  }

  private async page(from: number, to: number): Promise<ActivityEventRow[]> {
    const { rows } = await sql<{ page: Uint8Array | null }>`
      select ${packedRows} as page from
        (select * from activity_events where seq >= ${from} and seq <= ${to}::bigint order by seq limit ${PAGE}) as rows`.execute(
      this.database.kysely,
    );
    const page = rows[0]?.page;
    return page ? rowsOfPage(bytesOf(page)) : [];
  }
}
