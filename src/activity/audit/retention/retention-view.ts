import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Configuration } from '../../../config/configuration.js';
import { Database } from '../../../database/database.js';

export interface RetentionView {
  /** Days in the live stream, and in the database. */
  hot_days: number;
  days: number;
  /** Time of the oldest event that is still there. */
  oldest: string | null;
  last_purge: { time: string; checkpoint: number; events: number } | null;
  holds: number;
}

@Injectable()
export class RetentionViews {
  constructor(
    private readonly database: Database,
    private readonly configuration: Configuration,
  ) {}

  async read(): Promise<RetentionView> {
    const { ACTIVITY_HOT_DAYS, ACTIVITY_RETENTION_DAYS } = this.configuration.settings;
    const { kysely } = this.database;
    const oldest = await kysely.selectFrom('activity_events').select('time').orderBy('seq').limit(1).executeTakeFirst();
    const purge = await kysely
      .selectFrom('audit_purges')
      .selectAll()
      .orderBy('purged_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    const holds = await kysely
      .selectFrom('audit_holds')
      .select(sql<number>`count(*)::int`.as('count'))
      .where('released_at', 'is', null)
      .executeTakeFirstOrThrow();
    return {
      hot_days: ACTIVITY_HOT_DAYS,
      days: ACTIVITY_RETENTION_DAYS,
      oldest: oldest?.time.toISOString() ?? null,
      last_purge:
        purge === undefined
          ? null
          : { time: purge.purged_at.toISOString(), checkpoint: purge.number, events: purge.rows },
      holds: holds.count,
    };
  }
}
