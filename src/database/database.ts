import { Kysely, PostgresDialect, sql, type PostgresPool, type Transaction } from 'kysely';
import type { Configuration } from '../config/configuration.js';
import type { DataFolder } from '../config/data-folder.js';
import { StartError } from '../config/start-error.js';
import { migrate } from './migrator.js';
import { openEmbedded, openServer } from './open-store.js';
import type { Schema } from './schema.js';
import { isUnavailable } from './unavailable.js';

/** The truth: accounts, sessions, the audit log, results. PostgreSQL, or PGlite in the data folder. */
export class Database {
  private constructor(
    readonly kysely: Kysely<Schema>,
    readonly kind: 'pglite' | 'postgres',
    private readonly folder: DataFolder | null,
  ) {}

  /** Opens the store and brings its schema up to date. */
  static async open(configuration: Configuration, folder: DataFolder | null): Promise<Database> {
    const embedded = configuration.settings.DATABASE_URL === undefined;
    if (embedded && folder === null) throw new Error('the embedded store needs the locked data folder');
    const pool: PostgresPool = embedded ? await openEmbedded(configuration.dataDir) : openServer(configuration);
    const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
    try {
      await migrate(kysely);
    } catch (error) {
      await kysely.destroy();
      throw isUnavailable(error)
        ? new StartError('The database at DATABASE_URL does not answer.', { cause: error })
        : error;
    }
    if (embedded) folder?.retain();
    return new Database(kysely, embedded ? 'pglite' : 'postgres', embedded ? folder : null);
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
