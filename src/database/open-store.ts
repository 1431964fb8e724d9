import type { PostgresPool } from 'kysely';
import { Pool, type PoolConfig, TypeOverrides } from 'pg';
import type { Configuration } from '../config/configuration.js';
import { ServerPool } from './server-pool.js';

/** Type ids (pg_type.oid) whose values both drivers must return alike. */
const INT8 = 20;
const NUMERIC = 1700;

/** Longest wait for a connection, and for one statement, ms: then the database counts as not answering. */
const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 5_000;

/** Opens a server's pool: bigint and numeric come back as numbers, as from PGlite. */
export function openServer(configuration: Configuration): PostgresPool {
  return new ServerPool(
    new Pool({
      ...connection(configuration),
      max: configuration.settings.DATABASE_POOL_SIZE,
      // The server ends a slow statement; a server that hangs does not even do that, so the client stops waiting too.
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS + 500,
    }),
  );
}

/** One connection without a limit on statements: a migration of a large table takes as long as it takes. */
export function openForMigration(configuration: Configuration): PostgresPool {
  return new ServerPool(new Pool({ ...connection(configuration), max: 1 }));
}

function connection(configuration: Configuration): PoolConfig {
  const types = new TypeOverrides();
  types.setTypeParser(INT8, Number);
  types.setTypeParser(NUMERIC, Number);
  return {
    connectionString: configuration.settings.DATABASE_URL,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'codepitamah',
    keepAlive: true,
    types,
  };
}
