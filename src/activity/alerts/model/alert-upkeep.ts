import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { Configuration } from '../../../config/configuration.js';
import { Database } from '../../../database/database.js';
import { PeriodicWork } from '../../../schedule/periodic-work.js';
import type { Message } from '../content/message.js';
import { AlertChanges } from './alert-changes.js';
import { AlertFigures } from './alert-figures.js';
import { lockAlerts } from './alert-lock.js';
import { AlertRetention } from './alert-retention.js';

const TICK_MS = 1_000;
const RETENTION_EVERY_MS = 600_000;
/** Alerts resolved in one transaction. */
const BATCH = 500;

const now = sql<Date>`clock_timestamp()`;

/**
 * What time alone does: quiet alerts are resolved, heartbeats sent, old rows forgotten. Every instance looks, whichever is
 * first does it: each is one statement that finds nothing the second time.
 */
@Injectable()
export class AlertUpkeep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(AlertUpkeep.name);
  private readonly quiet: number;
  private readonly heartbeat: number;
  private nextRetention = 0;
  private readonly work = new PeriodicWork(
    TICK_MS,
    () => this.run(),
    (error) => this.logger.warn(`the upkeep of alerts waits: ${error.message}`),
  );

  constructor(
    private readonly database: Database,
    private readonly changes: AlertChanges,
    private readonly figures: AlertFigures,
    private readonly retention: AlertRetention,
    configuration: Configuration,
  ) {
    this.quiet = configuration.settings.ALERT_RESOLVE_AFTER;
    this.heartbeat = configuration.settings.ALERT_HEARTBEAT;
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.work.stop();
  }

  private async run(): Promise<void> {
    while ((await this.resolveQuiet()) === BATCH);
    if (this.heartbeat > 0) await this.sendHeartbeats();
    if (performance.now() < this.nextRetention) return;
    this.nextRetention = performance.now() + RETENTION_EVERY_MS;
    await this.retention.purge();
  }

  /** Returns how many. */
  private async resolveQuiet(): Promise<number> {
    const quiet = this.database.kysely
      .selectFrom('alerts')
      .where('state', '<>', 'resolved')
      .where('lasting', '=', false)
      .where('fired_at', '<', sql<Date>`${now} - make_interval(secs => ${this.quiet}::integer)`)
      .limit(BATCH);
    // A look without the lock: most looks find nothing.
    const found = await quiet.select('id').execute();
    if (found.length === 0) return 0;
    return this.database.transaction(async (transaction) => {
      const at = await lockAlerts(transaction);
      const rows = await transaction
        .updateTable('alerts')
        .set({ state: 'resolved', resolved_at: at })
        .where(
          'id',
          'in',
          found.map(({ id }) => id),
        )
        .where('state', '<>', 'resolved')
        .where('fired_at', '<', new Date(at.getTime() - this.quiet * 1_000))
        .returningAll()
        .execute();
      const reason = 'quiet';
      await this.changes.append(
        transaction,
        rows.map((row) => ({ row, what: 'resolved', reason })),
        at,
      );
      return found.length;
    });
  }

  /** To every channel that wants one and has had none for so long: silence then means that alerting is broken. */
  private async sendHeartbeats(): Promise<void> {
    const due = sql<boolean>`heartbeat_at <= ${now} - make_interval(secs => ${this.heartbeat}::integer)`;
    const channels = this.database.kysely
      .selectFrom('alert_channels')
      .where('enabled', '=', true)
      .where('heartbeat', '=', true)
      .where(due);
    if ((await channels.select('id').limit(1).execute()).length === 0) return;
    const summary = await this.figures.summary();
    await this.database.transaction(async (transaction) => {
      const taken = await transaction
        .updateTable('alert_channels')
        .set({ heartbeat_at: now })
        .where('enabled', '=', true)
        .where('heartbeat', '=', true)
        .where(due)
        .returning(['id', sql<Date>`clock_timestamp()`.as('now')])
        .execute();
      for (const { id, now: at } of taken) {
        const composed_at = at.toISOString();
        const message: Message = { kind: 'heartbeat', composed_at, scenario: null, alerts: [], more: 0, summary };
        await transaction
          .insertInto('alert_deliveries')
          .values({
            id: uuidv7(),
            channel_id: id,
            kind: 'heartbeat',
            group_key: 'heartbeat',
            state: 'waiting',
            message: JSON.stringify(message),
            due_at: at,
            created_at: at,
            composed_at: at,
          })
          .execute();
      }
    });
  }
}
