import type { PGlite } from '@electric-sql/pglite';
import type { PostgresPool, PostgresPoolClient } from 'kysely';

/**
 * PGlite in the shape of a node-postgres pool, so that Kysely's own PostgresDialect drives both. PGlite is one
 * connection: `connect` hands it out to one holder at a time, in order, which also keeps transactions apart.
 */
export class PglitePool implements PostgresPool {
  private tail: Promise<void> = Promise.resolve();

  constructor(private readonly engine: PGlite) {}

  async connect(): Promise<PostgresPoolClient> {
    let release!: () => void;
    const previous = this.tail;
    this.tail = new Promise((resolve) => {
      release = resolve;
    });
    await previous;
    const query = async (sql: string, parameters: readonly unknown[]) => {
      const result = await this.engine.query(sql, [...parameters]);
      return {
        command: commandOf(sql),
        rowCount: result.affectedRows ?? result.rows.length,
        rows: result.rows,
      };
    };
    // Kysely streams through cursors of node-postgres; nothing here streams, so only the plain form is offered.
    return { query: query as PostgresPoolClient['query'], release };
  }

  async end(): Promise<void> {
    await this.tail;
    await this.engine.close();
  }
}

type Command = 'UPDATE' | 'DELETE' | 'INSERT' | 'SELECT' | 'MERGE';

function commandOf(sql: string): Command {
  const word = /^\s*([a-z]+)/i.exec(sql)?.[1]?.toUpperCase();
  return word === 'UPDATE' || word === 'DELETE' || word === 'INSERT' || word === 'MERGE' ? word : 'SELECT';
}
