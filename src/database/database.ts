import { Kysely, PostgresDialect, sql, type PostgresPool, type Transaction } from 'kysely';
import type { Configuration } from '../config/configuration.js';
import type { DataFolder } from '../config/data-folder.js';
import { StartError } from '../config/start-error.js';
import { openEmbedded } from './embedded/open-embedded.js';
import { migrate } from './migrator.js';
import { openForMigration, openServer } from './open-store.js';
import type { Schema } from './schema.js';
import { isUnavailable } from './unavailable.js';

/** The truth: accounts, sessions, the audit log, results. PostgreSQL, or PGlite in the data folder. */
export class Database {
  private constructor(
    readonly kysely: Kysely<Schema>,
    readonly kind: 'pglite' | 'postgres',
    private readonly folder: DataFolder | null,
  ) {}

  /**
   * Opens the store and brings its schema up to date.
   * @throws StartError when the server does not answer, refuses the connection or is too old.
   */
  static async open(configuration: Configuration, folder: DataFolder | null): Promise<Database> {
    if (configuration.settings.DATABASE_URL !== undefined) {
      await prepareServer(configuration);
      return new Database(over(openServer(configuration)), 'postgres', null);
    }
    if (folder === null) throw new Error('the embedded store needs the locked data folder');
    const kysely = over(await openEmbedded(configuration.dataDir));
    try {
      await migrate(kysely);
    } catch (error) {
      await kysely.destroy();
      throw error;
    }
    folder.retain();
    return new Database(kysely, 'pglite', folder);
  }

  transaction<T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T> {
    return this.kysely.transaction().execute(work);
  }

  /** One trivial query; false when it fails. */
  async healthy(): Promise<boolean> {
    try {
      await sql`select 1`.execute(this.kysely);
      return true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    await this.kysely.destroy();
    this.folder?.release();
  }
}

/** Oldest server that the migrations are written for. */
const OLDEST_VERSION = 15;

function over(pool: PostgresPool): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

async function prepareServer(configuration: Configuration): Promise<void> {
  const kysely = over(openForMigration(configuration));
  try {
    const version = await sql<{ major: number }>`
      select current_setting('server_version_num')::int / 10000 as major
    `.execute(kysely);
    const major = version.rows[0]?.major ?? 0;
    if (major < OLDEST_VERSION) {
      throw new StartError(
        `The database at DATABASE_URL is PostgreSQL ${major}: ${OLDEST_VERSION} or later is needed.`,
      );
    }
    await migrate(kysely);
  } catch (error) {
    if (isUnavailable(error)) {
      throw new StartError('The database at DATABASE_URL does not answer: is it running, and is the address right?', {
        cause: error,
      });
    }
    if (isRefused(error)) {
      throw new StartError(`The database at DATABASE_URL refuses the connection: ${error.message}.`, { cause: error });
    }
    throw error;
  } finally {
    await kysely.destroy();
  }
}

/** SQLSTATE 28: wrong user or password; 3D000: no such database; 42501: the user may not create tables. */
function isRefused(error: unknown): error is Error {
  return error instanceof Error && /^(28|3D000|42501)/.test((error as NodeJS.ErrnoException).code ?? '');
}
