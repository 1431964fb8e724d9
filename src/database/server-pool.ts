import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { ConnectionFailure, isUnavailable } from './unavailable.js';

/** After a failure one caller per this time, ms, finds out whether the server is back; the others are told at once. */
const PROBE_EVERY_MS = 250;

/**
 * node-postgres' pool, made safe against a server that hangs: a connection on which the server did not answer is not
 * used again (its answer may come, or never), and while the server is away callers do not queue up behind time-outs.
 */
export class ServerPool implements PostgresPool {
  private away = false;
  private nextProbe = 0;

  constructor(private readonly pool: Pool) {
    // An idle connection that the server ends is replaced by the next query; without a listener it would end the process.
    pool.on('error', () => undefined);
    // The pool listens to idle connections alone: one that is lent out and lost between two queries would end it too.
    pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** @throws an error for which `isUnavailable` holds while the server is away. */
  async connect(): Promise<PostgresPoolClient> {
    const now = performance.now();
    if (this.away) {
      if (now < this.nextProbe) throw new ConnectionFailure('the database was away a moment ago');
      this.nextProbe = now + PROBE_EVERY_MS;
    }
    return this.watched(await this.noting(() => this.pool.connect()));
  }

  end(): Promise<void> {
    return this.pool.end();
  }

  private watched(client: PoolClient): PostgresPoolClient {
    let broken = false;
    const query = async (sql: string, parameters: unknown[]) => {
      try {
        return await this.noting(() => client.query(sql, parameters));
      } catch (error) {
        broken ||= isUnavailable(error);
        throw error;
      }
    };
    // Kysely streams through cursors of node-postgres; nothing here streams, so only the plain form is offered.
    return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release(broken) };
  }

  private async noting<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.away = false;
      return result;
    } catch (error) {
      // An answer of the server, even a refusal, shows that it is there.
      this.away = isUnavailable(error);
      if (this.away) this.nextProbe = performance.now() + PROBE_EVERY_MS;
      throw error;
    }
  }
}
