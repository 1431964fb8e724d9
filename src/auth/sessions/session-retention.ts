import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../database/database.js';

/** Sessions that are over stay this long, days: to be looked into, and for the networks that an account is known from. */
export const ENDED_SESSION_DAYS = 30;

const BATCH = 2_000;
/** The rest of a large backlog waits for the next run. */
const BATCHES_PER_RUN = 25;

/** Deletes sessions that were over long ago, in batches that are over quickly. */
@Injectable()
export class SessionRetention {
  constructor(private readonly database: Database) {}

  /** Returns how many were deleted. Several instances at once take different rows. */
  async purge(): Promise<number> {
    let total = 0;
    for (let batch = 0; batch < BATCHES_PER_RUN; batch += 1) {
      const deleted = await this.purgeBatch();
      total += deleted;
      if (deleted < BATCH) break;
    }
    return total;
  }

  private async purgeBatch(): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      with gone as (
        delete from sessions where id in (
          select id from sessions
          where least(ended_at, idle_expires_at, absolute_expires_at)
            < now() - make_interval(days => ${ENDED_SESSION_DAYS}::integer)
          order by least(ended_at, idle_expires_at, absolute_expires_at)
          limit ${BATCH}::integer for update skip locked)
        returning 1)
      select count(*) as count from gone`.execute(this.database.kysely);
    return Number(rows[0]?.count ?? 0);
  }
}
