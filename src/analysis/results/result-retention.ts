import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Configuration } from '../../config/configuration.js';
import { Database } from '../../database/database.js';
import { PeriodicWork } from '../../schedule/periodic-work.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Rows per statement: a long purge must not hold locks for long. */
const BATCH = 500;

/** Deletes results older than ANALYSIS_RETENTION_DAYS, at start and every hour. Several instances may do it at once. */
@Injectable()
export class ResultRetention implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(ResultRetention.name);
  private readonly purging = new PeriodicWork(
    HOUR_MS,
    () => this.purge(),
    // Never the message: it may hold values of a row.
    (error: NodeJS.ErrnoException) =>
      this.logger.warn(`old results were not deleted: ${error.code ?? 'unknown error'}`),
  );

  constructor(
    private readonly configuration: Configuration,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.purging.startNow();
  }

  onModuleDestroy(): Promise<void> {
    return this.purging.stop();
  }

  private purge(): Promise<void> {
    return this.deleteOlder(new Date(Date.now() - this.configuration.settings.ANALYSIS_RETENTION_DAYS * DAY_MS));
  }

  private async deleteOlder(before: Date): Promise<void> {
    for (const name of ['analyses', 'architectures']) await this.deleteFrom(sql.table(name), before);
  }

  private async deleteFrom(table: RawBuilder<unknown>, before: Date): Promise<void> {
    for (let deleted = BATCH; deleted === BATCH;) {
      const result = await sql`
        delete from ${table} where id in (select id from ${table} where created_at < ${before} limit ${BATCH})
      `.execute(this.database.kysely);
      deleted = Number(result.numAffectedRows ?? 0);
    }
  }
}
