import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../../database/database.js';
import type { ActivityEventRow } from '../../../database/tables/activity.js';
import type { StoredEvent } from '../../activity-event.js';
import { recordOf } from '../../audit/chain/event-row.js';
import { opened, orphaned, sealedFor, subjectsOf } from '../../privacy/personal-fields.js';
import { SubjectKeys } from '../../privacy/subject-keys.js';

const PAGE = 500;
/** Events of one restored subject's tail at most: beyond, the copy was far too old to matter. */
const TAIL_LIMIT = 5_000;

/** A kept event, and when it was kept. */
export interface KeptEvent extends StoredEvent {
  seq: number;
  /** Unix ms, the database's clock. */
  logged: number;
}

/** The record as detection reads it again: opened, and without what belongs to accounts that are gone. */
@Injectable()
export class StoredEvents {
  constructor(
    private readonly database: Database,
    private readonly subjects: SubjectKeys,
  ) {}

  /** `seq` of the newest event. */
  async head(): Promise<number> {
    const { seq } = await this.database.kysely.selectFrom('audit_head').select('seq').executeTakeFirstOrThrow();
    return seq;
  }

  /** Unix ms, the clock by which events are logged. */
  async now(): Promise<number> {
    const { rows } = await sql<{ now: number }>`
      select floor(extract(epoch from clock_timestamp()) * 1000)::double precision as now`.execute(
      this.database.kysely,
    );
    return rows[0]?.now ?? 0;
  }

  /** Both ends included. */
  async between(from: number, to: number): Promise<KeptEvent[]> {
    const rows = await this.rows().where('seq', '>=', from).where('seq', '<=', to).orderBy('seq').execute();
    return this.open(rows);
  }

  /** What is listed under users since a moment of each (unix ms), before `seq`. */
  async tails(since: ReadonlyMap<string, number>, before: number): Promise<KeptEvent[]> {
    if (since.size === 0) return [];
    const earliest = Math.min(...since.values());
    const rows = await this.rows()
      .where('user_id', 'in', [...since.keys()])
      .where('time', '>', new Date(earliest))
      .where('seq', '<', before)
      .orderBy('seq')
      .limit(TAIL_LIMIT)
      .execute();
    const later = rows.filter(({ user_id, time }) => time.getTime() > (since.get(user_id ?? '') ?? Infinity));
    return this.open(later);
  }

  /**
   * Everything of the last days in the order of the record, page by page.
   * @param most events at most.
   */
  async *recent(days: number, most: number): AsyncGenerator<KeptEvent[]> {
    const { rows } = await sql<{ first: number | null }>`
      select min(seq) as first from activity_events
      where time >= now() - make_interval(days => ${days}::integer)`.execute(this.database.kysely);
    let next = rows[0]?.first ?? null;
    for (let read = 0; next !== null && read < most;) {
      const page: ActivityEventRow[] = await this.rows().where('seq', '>=', next).orderBy('seq').limit(PAGE).execute();
      const last = page.at(-1);
      if (last === undefined) return;
      read += page.length;
      next = page.length < PAGE ? null : last.seq + 1;
      yield await this.open(page);
    }
  }

  private rows() {
    return this.database.kysely.selectFrom('activity_events').selectAll();
  }

  private async open(rows: readonly ActivityEventRow[]): Promise<KeptEvent[]> {
    const records = rows.map(recordOf);
    const holders = records.flatMap((record) => [...sealedFor(record), ...subjectsOf(record)]);
    const keys = await this.subjects.toOpen(this.database.kysely, holders);
    return records.flatMap((record) => {
      if (orphaned(record, keys)) return [];
      const { seq, time, logged, ...event } = record;
      return [{ streamId: 'record', seq, time, logged, event: opened(event, keys) }];
    });
  }
}
