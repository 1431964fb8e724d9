import { Logger } from '@nestjs/common';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { ConnectionFailure } from '../unavailable.js';
import type { StoreThread } from './store-thread.js';

/** After an attempt to open the store again, the next one is made no sooner than this, ms. */
const REOPEN_EVERY_MS = 1_000;

/**
 * PGlite on its thread in the shape of a node-postgres pool, so that Kysely's own PostgresDialect drives both. PGlite is
 * one connection: `connect` hands it out to one holder at a time, in order, which also keeps transactions apart.
 *
 * A thread that dies is replaced, as a server would be that restarts. That is safe: a thread that has exited writes no
 * more, the lock on the folder stays with this process all along, and PGlite recovers as it does after kill -9. Ending
 * the process instead would cost every request in flight, and would let one statement that exhausts the engine end the
 * service for all. Whoever holds the connection when it dies fails to the end of its hold: half a transaction never
 * goes on in the new engine.
 */
export class EmbeddedPool implements PostgresPool {
  private readonly logger = new Logger('EmbeddedStore');
  private tail: Promise<void> = Promise.resolve();
  private nextAttempt = 0;
  private ending = false;

  /** @param reopen opens the same folder in a new thread. */
  constructor(
    private thread: StoreThread,
    private readonly reopen: () => Promise<StoreThread>,
  ) {
    void this.watch(thread);
  }

  /** @throws an error for which `isUnavailable` holds while the store cannot be opened again. */
  async connect(): Promise<PostgresPoolClient> {
    let release!: () => void;
    const previous = this.tail;
    this.tail = new Promise((resolve) => {
      release = resolve;
    });
    await previous;
    try {
      const thread = await this.living();
      const query = async (sql: string, parameters: readonly unknown[]) => {
        const { rows, affected } = await thread.query(sql, parameters);
        return { command: commandOf(sql), rowCount: affected, rows };
      };
      // Kysely streams through cursors of node-postgres; nothing here streams, so only the plain form is offered.
      return { query: query as PostgresPoolClient['query'], release };
    } catch (error) {
      release();
      throw error;
    }
  }

  async end(): Promise<void> {
    this.ending = true;
    await this.tail;
    await this.thread.close();
  }

  /** The thread, or a new one when it was lost: called by one holder at a time. */
  private async living(): Promise<StoreThread> {
    const { lost } = this.thread;
    if (lost === null) return this.thread;
    if (this.ending || performance.now() < this.nextAttempt) throw lost;
    await this.thread.exited;
    try {
      this.thread = await this.reopen();
      void this.watch(this.thread);
      this.logger.warn('The embedded store is open again');
      return this.thread;
    } catch (error) {
      throw new ConnectionFailure('the embedded store cannot be opened again', { cause: error });
    } finally {
      this.nextAttempt = performance.now() + REOPEN_EVERY_MS;
    }
  }

  private async watch(thread: StoreThread): Promise<void> {
    await thread.exited;
    if (!this.ending) this.logger.error(`${thread.lost?.message}; the next query opens it again`);
  }
}

type Command = 'UPDATE' | 'DELETE' | 'INSERT' | 'SELECT' | 'MERGE';

function commandOf(sql: string): Command {
  const word = /^\s*([a-z]+)/i.exec(sql)?.[1]?.toUpperCase();
  return word === 'UPDATE' || word === 'DELETE' || word === 'INSERT' || word === 'MERGE' ? word : 'SELECT';
}
