import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../database/database.js';
import { decodeCursor, encodeCursor } from './activity-cursor.js';
import type { ActivityQuery } from './activity-query.js';
import { activityView, type ActivityView } from './activity-view.js';

export interface ActivityPage {
  items: ActivityView[];
  next_cursor: string | null;
}

/** An account's record, newest first, read from the index in keyset pages: the same cost for the first and the last. */
@Injectable()
export class ActivityHistory {
  constructor(private readonly database: Database) {}

  /** @param reader see `activityView`. */
  async page(userId: string, query: ActivityQuery, reader: string | null): Promise<ActivityPage> {
    let rows = this.database.kysely
      .selectFrom('activity_events')
      .selectAll()
      .where('user_id', '=', userId)
      .where('time', '>=', sql<Date>`now() - make_interval(days => ${query.days})`);
    if (query.type !== undefined) rows = rows.where('type', '=', query.type);
    if (query.cursor !== undefined) {
      const { time, seq } = decodeCursor(query.cursor);
      rows = rows.where(sql<boolean>`(time, seq) < (to_timestamp(${time / 1000}::double precision), ${seq}::bigint)`);
    }
    const found = await rows
      .orderBy('time', 'desc')
      .orderBy('seq', 'desc')
      .limit(query.limit + 1)
      .execute();
    const page = found.slice(0, query.limit);
    const last = page.at(-1);
    const more = found.length > query.limit && last !== undefined;
    return {
      items: page.map((row) => activityView(row, reader)),
      next_cursor: more ? encodeCursor({ time: last.time.getTime(), seq: last.seq }) : null,
    };
  }
}
