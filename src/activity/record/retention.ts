import { Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { Configuration } from '../../config/configuration.js';
import { Database } from '../../database/database.js';
import { SpanPurge } from '../audit/retention/span-purge.js';

const BATCH_LIMIT = 2_000;
/** Batches or spans of one run: the rest waits for the next, so that a backlog never occupies the database for long. */
const BATCHES_PER_RUN = 50;
const PRIVILEGE_MISSING = '42501';

/** Deletes what is older than it may be, in pieces that are over quickly. */
@Injectable()
export class Retention {
  private readonly logger = new Logger(Retention.name);
  private told = false;

  constructor(
    private readonly database: Database,
    private readonly configuration: Configuration,
    private readonly spans: SpanPurge,
  ) {}

  /** Returns how many events were deleted. */
  async purge(): Promise<number> {
    const days = this.configuration.settings.ACTIVITY_RETENTION_DAYS;
    let total = 0;
    try {
      total += await repeated(() => this.purgeUnchained(days));
      total += await repeated(() => this.spans.purgeOldest(days));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== PRIVILEGE_MISSING) throw error;
      // As it should be where the service may only insert: see docs/audit.md.
      if (!this.told) this.logger.log('this role may not purge the record: another one does, by npm run audit:purge');
      this.told = true;
    }
    return total;
  }

  /** What was kept before the chain began belongs to no span. */
  private async purgeUnchained(days: number): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      with old as (
        delete from activity_events where seq in (
          select seq from activity_events
          where seq < (select first_seq from audit_head) and time < now() - make_interval(days => ${days}::integer)
          order by seq limit ${BATCH_LIMIT}::integer)
        returning 1)
      select count(*) as count from old`.execute(this.database.kysely);
    return rows[0]?.count ?? 0;
  }
}

async function repeated(work: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let round = 0; round < BATCHES_PER_RUN; round += 1) {
    const done = await work();
    if (done === 0) break;
    total += done;
  }
  return total;
}
