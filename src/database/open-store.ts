import { join } from 'node:path';
import { PGlite, types } from '@electric-sql/pglite';
import type { PostgresPool } from 'kysely';
import { Pool, TypeOverrides } from 'pg';
import type { Configuration } from '../config/configuration.js';
import { StartError } from '../config/start-error.js';
import { PglitePool } from './pglite-pool.js';

/** Type ids (pg_type.oid) whose values both drivers must return alike. */
const INT8 = 20;
const NUMERIC = 1700;
const BYTEA = 17;

/** Longest wait for a connection, and longest statement, before the database counts as not answering. */
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;

/**
 * Opens a server's pool: bigint and numeric come back as numbers, as from PGlite.
 */
export function openServer(configuration: Configuration): PostgresPool {
  const parsers = new TypeOverrides();
  parsers.setTypeParser(INT8, Number);
  parsers.setTypeParser(NUMERIC, Number);
  const pool = new Pool({
    connectionString: configuration.settings.DATABASE_URL,
    max: configuration.settings.DATABASE_POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'codepitamah',
    types: parsers,
  });
  // An idle connection that the server ends is replaced by the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

/**
 * Opens PGlite in the data folder; the caller holds the folder's lock.
 * @throws StartError when the folder is full, read-only or damaged.
 */
export async function openEmbedded(dataDir: string): Promise<PostgresPool> {
  try {
    const engine = await PGlite.create({
      dataDir: join(dataDir, 'postgres'),
      parsers: {
        [types.INT8]: Number,
        [types.NUMERIC]: Number,
        [BYTEA]: (hex: string) => Buffer.from(hex.slice(2), 'hex'),
      },
    });
    return new PglitePool(engine);
  } catch (error) {
    throw new StartError(
      `The embedded PostgreSQL in ${dataDir} cannot be opened (${(error as NodeJS.ErrnoException).code ?? 'damaged or no room'}): ` +
        'check free space and permissions, or set DATABASE_URL.',
      { cause: error },
    );
  }
}
