import { join } from 'node:path';
import type { PostgresPool } from 'kysely';
import { StartError } from '../../config/start-error.js';
import { EmbeddedPool } from './embedded-pool.js';
import { StoreThread } from './store-thread.js';

const builtProgram = new URL('./store-worker.js', import.meta.url);

/**
 * Opens PGlite in the data folder, on a thread of its own; the caller holds the folder's lock.
 * @param program the thread's program, compiled: a test that runs the sources names that of a build.
 * @throws StartError when the folder is full, read-only or damaged.
 */
export async function openEmbedded(dataDir: string, program: URL = builtProgram): Promise<PostgresPool> {
  const open = () => StoreThread.open(program, { folder: join(dataDir, 'postgres') });
  try {
    return new EmbeddedPool(await open(), open);
  } catch (error) {
    throw new StartError(
      `The embedded PostgreSQL in ${dataDir} cannot be opened (${(error as NodeJS.ErrnoException).code ?? 'damaged or no room'}): ` +
        'check free space and permissions, or set DATABASE_URL.',
      { cause: error },
    );
  }
}
