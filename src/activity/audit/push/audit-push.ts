import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { sql } from 'kysely';
import { Configuration } from '../../../config/configuration.js';
import { Database } from '../../../database/database.js';
import type { ActivityEventRow } from '../../../database/tables/activity.js';
import { Backoff } from '../../record/backoff.js';
import { OpenedRecords } from '../search/opened-records.js';
import { type PushTarget, pushTarget } from './push-target.js';

const CURSOR = 'push';
const BATCH_LIMIT = 500;
/** How often somebody looks for new events, ms. */
const POLL_MS = 1_000;
/** A batch takes at most 10 s: nobody else begins one before that. */
const HELD_S = 20;

/**
 * Pushes the record to a collector (AUDIT_PUSH_URL) in its order, each event at least once: the cursor moves when a batch
 * has arrived, so what a crash or a lost answer leaves open is sent again, with the same ids. One instance does it at a time.
 * While the collector is away the record waits where it is; nothing is held in memory but one batch.
 */
@Injectable()
export class AuditPush implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(AuditPush.name);
  private readonly stopping = new AbortController();
  private readonly backoff = new Backoff(this.stopping.signal);
  private readonly id = randomUUID();
  private readonly target: PushTarget | null;
  private running: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly opener: OpenedRecords,
    configuration: Configuration,
  ) {
    const { AUDIT_PUSH_URL: url } = configuration.settings;
    this.target = url === undefined ? null : pushTarget(configuration, url);
  }

  onApplicationBootstrap(): void {
    if (this.target !== null) this.running = this.run(this.target);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(target: PushTarget): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        const pushed = await this.pushAll(target);
        if (this.backoff.failures > 0 && pushed > 0) this.logger.log('the collector takes the record again');
        if (pushed > 0) this.backoff.reset();
        await this.backoff.pause(POLL_MS);
      } catch (error) {
        if (this.backoff.failures === 0) this.logger.warn(`the record is not pushed: ${(error as Error).message}`);
        await this.backoff.wait();
      }
    }
  }

  /** Until there is nothing more, or a batch has failed. Returns how many events arrived. */
  private async pushAll(target: PushTarget): Promise<number> {
    let total = 0;
    try {
      for (;;) {
        const cursor = await this.claim();
        const rows = cursor === null || this.stopping.signal.aborted ? [] : await this.after(cursor);
        if (rows.length === 0) return total;
        await target(await this.opener.of(rows));
        await this.moveCursor((rows.at(-1) as ActivityEventRow).seq);
        total += rows.length;
      }
    } finally {
      await this.release();
    }
  }

  private after(cursor: number): Promise<ActivityEventRow[]> {
    return this.database.kysely
      .selectFrom('activity_events')
      .selectAll()
      .where('seq', '>', cursor)
      .orderBy('seq')
      .limit(BATCH_LIMIT)
      .execute();
  }

  /**
   * The cursor, when it is this instance's turn for the next seconds; null when another has it. A first start begins with
   * what comes, not with years of what was.
   */
  private async claim(): Promise<number | null> {
    const { rows } = await sql<{ seq: number }>`
      insert into audit_cursors as cursor (name, seq, holder, held_until)
      select ${CURSOR}, seq, ${this.id}::uuid, now() + make_interval(secs => ${HELD_S}::integer) from audit_head
      on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
        where cursor.holder = excluded.holder or cursor.held_until < now()
      returning seq`.execute(this.database.kysely);
    return rows[0]?.seq ?? null;
  }

  /** Never backwards: a slow instance must not undo what another has pushed meanwhile. */
  private async moveCursor(seq: number): Promise<void> {
    await this.database.kysely
      .updateTable('audit_cursors')
      .set({ seq, updated_at: sql<Date>`now()` })
      .where('name', '=', CURSOR)
      .where('seq', '<', seq)
      .execute();
  }

  private async release(): Promise<void> {
    await this.database.kysely
      .updateTable('audit_cursors')
      .set({ held_until: sql<Date>`now()` })
      .where('name', '=', CURSOR)
      .where('holder', '=', this.id)
      .execute();
  }
}
