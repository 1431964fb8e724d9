import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { Database } from '../../database/database.js';

const WRITE_EVERY_MS = 60_000;
/** Sessions noted between two writes, at most: the uses of further ones are told by the next. */
const CAPACITY = 50_000;
/** Sessions of one statement: it is over quickly. */
const BATCH = 5_000;

/**
 * When a session was last used, for the list that its owner looks at: noted when an answer is out, written once a minute
 * in one statement. A stop writes what waits; a killed process loses the last minute. Nothing is decided by it but which
 * networks an account is known from (StrangerCap), within days.
 */
@Injectable()
export class SessionUses implements OnApplicationShutdown {
  private readonly logger = new Logger(SessionUses.name);
  private readonly timer: NodeJS.Timeout;
  /** Unix ms by session. */
  private waiting = new Map<string, number>();
  private writing: Promise<void> = Promise.resolve();

  constructor(
    adapter: HttpAdapterHost,
    private readonly database: Database,
  ) {
    // Here and not in onModuleInit: by then Nest has registered its routes.
    adapter.httpAdapter.getInstance<FastifyInstance>().addHook('onResponse', ({ principal }, _reply, done) => {
      if (principal?.kind === 'session') this.note(principal.sessionId);
      done();
    });
    this.timer = setInterval(() => this.flush(), WRITE_EVERY_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.flush();
    await this.writing;
  }

  private note(sessionId: string): void {
    if (this.waiting.size < CAPACITY || this.waiting.has(sessionId)) this.waiting.set(sessionId, Date.now());
  }

  private flush(): void {
    if (this.waiting.size === 0) return;
    const uses = [...this.waiting];
    this.waiting = new Map();
    this.writing = this.writing.then(() => this.write(uses));
  }

  private async write(uses: readonly (readonly [string, number])[]): Promise<void> {
    try {
      for (let start = 0; start < uses.length; start += BATCH) await this.store(uses.slice(start, start + BATCH));
    } catch (error) {
      // The next use of each session tells more than this one did.
      this.logger.warn(`uses of sessions are lost: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
    }
  }

  private async store(uses: readonly (readonly [string, number])[]): Promise<void> {
    const rows = JSON.stringify(uses.map(([id, at]) => ({ id, at })));
    // In one order, so that two instances never wait for each other. Not a change that a mirror would have to know.
    await sql`
      with used as (
        select id, to_timestamp(at / 1000) as at
        from jsonb_to_recordset(${rows}::jsonb) as r (id uuid, at double precision)),
      locked as (
        select sessions.id from sessions join used using (id) order by sessions.id for update of sessions)
      update sessions set last_used_at = greatest(sessions.last_used_at, used.at)
      from used join locked using (id) where sessions.id = used.id`.execute(this.database.kysely);
  }
}
