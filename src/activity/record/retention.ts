import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Configuration } from '../../config/configuration.js';
import { Database } from '../../database/database.js';

const BATCH_LIMIT = 2_000;
/** Batches of one run: the rest waits for the next, so that a large backlog never occupies the database for long. */
const BATCHES_PER_RUN = 50;

/** Deletes what is older than it may be, in batches that are over quickly. */
@Injectable()
export class Retention {
  constructor(
    private readonly database: Database,
    private readonly configuration: Configuration,
  ) {}

  /** Returns how many events were deleted. */
  async purge(): Promise<number> {
    const days = this.configuration.settings.ACTIVITY_RETENTION_DAYS;
    let total = 0;
    for (let batch = 0; batch < BATCHES_PER_RUN; batch += 1) {
      const deleted = await this.purgeEvents(days);
      total += deleted;
      if (deleted < BATCH_LIMIT) break;
    }
    return total;
  }

  private async purgeEvents(days: number): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      with old as (
        delete from activity_events where seq in (
          select seq from activity_events where time < now() - make_interval(days => ${days}::integer)
          order by time limit ${BATCH_LIMIT}::integer)
        returning 1)
      select count(*) as count from old`.execute(this.database.kysely);
    return rows[0]?.count ?? 0;
  }
}
