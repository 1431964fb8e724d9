import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Configuration } from '../../config/configuration.js';
import { Database } from '../../database/database.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Rows per statement: a long purge must not hold locks for long. */
const BATCH = 500;

/** Deletes results older than ANALYSIS_RETENTION_DAYS, at start and every hour. Several instances may do it at once. */
@Injectable()
export class ResultRetention implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(ResultRetention.name);
  private timer: NodeJS.Timeout | undefined;
  private purging: Promise<void> = Promise.resolve();

  constructor(
    private readonly configuration: Configuration,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.purge();
    this.timer = setInterval(() => this.purge(), HOUR_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.purging;
  }

  private purge(): void {
    const before = new Date(Date.now() - this.configuration.settings.ANALYSIS_RETENTION_DAYS * DAY_MS);
    this.purging = this.deleteOlder(before).catch((error: unknown) => {
      this.logger.warn(`old results were not deleted: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
    });
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
