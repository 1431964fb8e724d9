import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../database/database.js';

/** A key's uses are written at most so often, ms. */
const WRITE_EVERY_MS = 60_000;
/** How often it is looked what is due, ms. */
const LOOK_EVERY_MS = 1_000;
/** Keys with uses to be written, at most; further ones are not counted until there is room. */
const CAPACITY = 10_000;

interface Uses {
  count: number;
  /** Unix ms of the newest. */
  at: number;
  network: string;
}

/**
 * When, from where and how often a key is used: gathered in memory, written in one statement for all keys of this
 * instance, off the request's path. The first use is seen after a second, later ones after a minute at most; a stop
 * writes what waits, a killed process loses at most the last minute.
 */
@Injectable()
export class KeyUses implements OnApplicationShutdown {
  private readonly logger = new Logger(KeyUses.name);
  private waiting = new Map<string, Uses>();
  /** Monotonic ms of the last write of a key, for as long as that holds the next one up. */
  private readonly written = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly database: Database) {}

  /** Counts one use. Costs well under a microsecond. */
  note(keyId: string, network: string): void {
    const uses = this.waiting.get(keyId);
    if (uses !== undefined) {
      uses.count += 1;
      uses.at = Date.now();
      uses.network = network;
    } else if (this.waiting.size < CAPACITY) {
      this.waiting.set(keyId, { count: 1, at: Date.now(), network });
      this.timer ??= setInterval(() => this.look(), LOOK_EVERY_MS).unref();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.writing;
    await this.write([...this.waiting]);
  }

  private look(): void {
    const now = performance.now();
    for (const [keyId, at] of this.written) if (now - at >= WRITE_EVERY_MS) this.written.delete(keyId);
    const due = [...this.waiting].filter(([keyId]) => !this.written.has(keyId));
    if (due.length === 0) return;
    for (const [keyId] of due) this.written.set(keyId, now);
    this.writing = this.writing.then(() => this.write(due));
  }

  private async write(due: readonly (readonly [string, Uses])[]): Promise<void> {
    if (due.length === 0) return;
    // Taken out before the first await: what is used from now on is counted anew.
    const rows = due.map(([id, uses]) => ({ id, ...uses }));
    for (const { id } of rows) this.waiting.delete(id);
    try {
      // In one order, so that two instances never wait for each other.
      await sql`
        with used as (
          select id, count, to_timestamp(at / 1000) as at, network
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
            as r (id text, count bigint, at double precision, network text)),
        locked as (
          select api_keys.id from api_keys join used using (id) order by api_keys.id for update of api_keys)
        update api_keys set
          use_count = api_keys.use_count + used.count,
          last_used_network = case when api_keys.last_used_at > used.at then api_keys.last_used_network else used.network end,
          last_used_at = greatest(api_keys.last_used_at, used.at)
        from used join locked using (id) where api_keys.id = used.id`.execute(this.database.kysely);
    } catch (error) {
      this.logger.warn(`uses of API keys wait: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
      this.giveBack(rows);
    }
  }

  private giveBack(rows: readonly ({ id: string } & Uses)[]): void {
    for (const { id, count, at, network } of rows) {
      const uses = this.waiting.get(id);
      if (uses !== undefined) uses.count += count;
      else if (this.waiting.size < CAPACITY) this.waiting.set(id, { count, at, network });
    }
  }
}
