import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Configuration } from '../../../config/configuration.js';
import { Database } from '../../../database/database.js';

/** Rows deleted in one statement. */
const BATCH = 2_000;
const BATCHES = 50;
/** Days that settled messages and the live stream's history are kept; alerts themselves: ALERT_RETENTION_DAYS. */
const DELIVERY_DAYS = 30;
const SILENCE_DAYS = 30;

/** Forgets what nobody asks for any more, in batches that are over quickly. */
@Injectable()
export class AlertRetention {
  private readonly days: number;

  constructor(
    private readonly database: Database,
    configuration: Configuration,
  ) {
    this.days = configuration.settings.ALERT_RETENTION_DAYS;
  }

  async purge(): Promise<void> {
    const { days } = this;
    await this.inBatches(sql`delete from alerts where id in
      (select id from alerts where state = 'resolved' and resolved_at < ${before(days)} limit ${BATCH}::integer)`);
    await this.inBatches(sql`delete from alert_episodes where ctid in
      (select ctid from alert_episodes where opened_at < ${before(days)} limit ${BATCH}::integer)`);
    await this.inBatches(sql`delete from alert_deliveries where id in
      (select id from alert_deliveries where state in ('delivered', 'dead') and settled_at < ${before(DELIVERY_DAYS)}
       limit ${BATCH}::integer)`);
    await this.inBatches(sql`delete from alert_changes where seq in
      (select seq from alert_changes where at < ${before(days)} limit ${BATCH}::integer)`);
    await this.inBatches(sql`delete from alert_silences where id in
      (select id from alert_silences where ends_at < ${before(SILENCE_DAYS)} limit ${BATCH}::integer)`);
  }

  private async inBatches(statement: RawBuilder<unknown>): Promise<void> {
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const { numAffectedRows } = await statement.execute(this.database.kysely);
      if (Number(numAffectedRows ?? 0) < BATCH) return;
    }
  }
}

function before(days: number): RawBuilder<Date> {
  return sql<Date>`now() - make_interval(days => ${days}::integer)`;
}
