import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../database/database.js';
import type { ActivityEventRow } from '../../database/tables/activity.js';
import { everyRow } from '../../users/privacy/pages.js';
import { recordOf } from '../audit/chain/event-row.js';
import { opened, sealedFor } from '../privacy/personal-fields.js';
import { SubjectKeys } from '../privacy/subject-keys.js';
import { decodeCursor, encodeCursor } from './activity-cursor.js';
import type { ActivityQuery } from './activity-query.js';
import { activityView, type ActivityView } from './activity-view.js';

/** Events read at once for an export. */
const EXPORT_PAGE = 500;

export interface ActivityPage {
  items: ActivityView[];
  next_cursor: string | null;
}

/** An account's record, newest first, read from the index in keyset pages: the same cost for the first and the last. */
@Injectable()
export class ActivityHistory {
  constructor(
    private readonly database: Database,
    private readonly subjects: SubjectKeys,
  ) {}

  /** @param reader see `activityView`. */
  async page(userId: string, query: ActivityQuery, reader: string | null): Promise<ActivityPage> {
    let rows = this.database.kysely
      .selectFrom('activity_events')
      .selectAll()
      .where('user_id', '=', userId)
      .where('time', '>=', sql<Date>`now() - make_interval(days => ${query.days})`);
    // In the order of the index, without which a rare type would be looked for in all that the account ever did.
    if (query.type !== undefined) rows = rows.where(sql<boolean>`type collate "C" = ${query.type}`);
    if (query.cursor !== undefined) {
      rows = rows.where('seq', '<', decodeCursor(query.cursor).seq);
    }
    const found = await rows
      .orderBy('seq', 'desc')
      .limit(query.limit + 1)
      .execute();
    const page = found.slice(0, query.limit);
    const last = page.at(-1);
    const more = found.length > query.limit && last !== undefined;
    return {
      items: await this.views(page, reader),
      next_cursor: more ? encodeCursor({ time: last.time.getTime(), seq: last.seq }) : null,
    };
  }

  /** Everything of an account, newest first, one page of it in memory. */
  async *all(userId: string): AsyncGenerator<ActivityView> {
    const pages = everyRow(1, async (after: ActivityEventRow[] | null) => {
      const rows = await this.before(userId, after?.at(-1) ?? null);
      return rows.length === 0 ? [] : [rows];
    });
    for await (const rows of pages) yield* await this.views(rows, userId);
  }

  private before(userId: string, last: Pick<ActivityEventRow, 'seq'> | null): Promise<ActivityEventRow[]> {
    let rows = this.database.kysely.selectFrom('activity_events').selectAll().where('user_id', '=', userId);
    if (last !== null) {
      rows = rows.where('seq', '<', last.seq);
    }
    return rows.orderBy('seq', 'desc').limit(EXPORT_PAGE).execute();
  }

  private async views(rows: readonly ActivityEventRow[], reader: string | null): Promise<ActivityView[]> {
    const records = rows.map(recordOf);
    const keys = await this.subjects.toOpen(this.database.kysely, records.flatMap(sealedFor));
    return records.map((record) => activityView(opened(record, keys), reader));
  }
}
