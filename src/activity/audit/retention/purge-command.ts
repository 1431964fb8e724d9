import { existsSync } from 'node:fs';
import { Configuration, ConfigurationError } from '../../../config/configuration.js';
import { DataFolder } from '../../../config/data-folder.js';
import { readEnvironment } from '../../../config/environment.js';
import { StartError } from '../../../config/start-error.js';
import { Database } from '../../../database/database.js';
import { SpanPurge } from './span-purge.js';

/**
 * `npm run audit:purge`: removes every span that is old enough, in the role of DATABASE_URL. For services whose own role may
 * only insert into the record (config/audit-roles.sql).
 */
async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const configuration = Configuration.parse(readEnvironment());
  const embedded = configuration.settings.DATABASE_URL === undefined;
  const database = await Database.open(configuration, embedded ? DataFolder.open(configuration.dataDir) : null);
  try {
    const spans = new SpanPurge(database);
    const days = configuration.settings.ACTIVITY_RETENTION_DAYS;
    let total = 0;
    for (let purged = -1; purged !== 0; total += purged) purged = await spans.purgeOldest(days);
    process.stdout.write(`${total} events older than ${days} days were purged.\n`);
  } finally {
    await database.close();
  }
}

try {
  await main();
} catch (error) {
  const known = error instanceof StartError || error instanceof ConfigurationError;
  process.stderr.write(`${known ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
