import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { sql } from 'kysely';
import { Configuration } from '../../../config/configuration.js';
import { Database } from '../../../database/database.js';
import { PeriodicWork } from '../../../schedule/periodic-work.js';
import { HOUR_SUMS_KEPT_MS, lengths, MINUTE_SUMS_KEPT_MS, type Resolution, USAGE_KEPT_DAYS } from '../time-range.js';
import { RollupCompaction } from './rollup-compaction.js';

const COMPACT_EVERY_MS = 5_000;
/** Transactions of one run: a backlog is worked off without keeping others from the database for long. */
const RUNS_AT_ONCE = 20;
const PURGE_EVERY_MS = 600_000;

/** Keeps the sums few: folds them every few seconds, deletes those past their time. */
@Injectable()
export class RollupUpkeep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RollupUpkeep.name);
  private readonly compacting = new PeriodicWork(
    COMPACT_EVERY_MS,
    () => this.compact(),
    (error) => this.logger.warn(`sums wait to be folded: ${error.message}`),
  );
  private readonly purging = new PeriodicWork(
    PURGE_EVERY_MS,
    () => this.purge(),
    (error) => this.logger.warn(`old sums wait to be deleted: ${error.message}`),
  );

  constructor(
    private readonly database: Database,
    private readonly compaction: RollupCompaction,
    private readonly configuration: Configuration,
  ) {}

  onApplicationBootstrap(): void {
    this.compacting.start();
    this.purging.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.compacting.stop(), this.purging.stop()]);
  }

  private async compact(): Promise<void> {
    let runs = 0;
    while (runs < RUNS_AT_ONCE && (await this.compaction.run())) runs += 1;
  }

  async purge(): Promise<void> {
    await this.delete('minute', MINUTE_SUMS_KEPT_MS);
    await this.delete('hour', HOUR_SUMS_KEPT_MS);
    await this.delete('day', this.configuration.settings.ACTIVITY_RETENTION_DAYS * lengths.day);
    await sql`delete from usage_days where day < current_date - ${USAGE_KEPT_DAYS}::integer`.execute(
      this.database.kysely,
    );
  }

  private async delete(resolution: Resolution, ageMs: number): Promise<void> {
    await this.database.kysely
      .deleteFrom('rollups')
      .where('resolution', '=', resolution)
      .where('bucket', '<', sql<Date>`now() - make_interval(secs => ${ageMs / 1000}::double precision)`)
      .execute();
  }
}
