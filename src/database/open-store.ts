import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, types } from '@electric-sql/pglite';
import type { PostgresPool } from 'kysely';
import { Pool, type PoolConfig, TypeOverrides } from 'pg';
import type { Configuration } from '../config/configuration.js';
import { StartError } from '../config/start-error.js';
import { PglitePool } from './pglite-pool.js';
import { ServerPool } from './server-pool.js';

/** Type ids (pg_type.oid) whose values both drivers must return alike. */
const INT8 = 20;
const NUMERIC = 1700;
const BYTEA = 17;

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

/**
 * Opens PGlite in the data folder; the caller holds the folder's lock.
 * @throws StartError when the folder is full, read-only or damaged.
 */
export async function openEmbedded(dataDir: string): Promise<PostgresPool> {
  try {
    const folder = join(dataDir, 'postgres');
    // PGlite would make it readable for everybody.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const engine = await PGlite.create({
      dataDir: folder,
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
