import { existsSync } from 'node:fs';
import { uuidv7 } from 'uuidv7';
import { Configuration, ConfigurationError } from '../../config/configuration.js';
import { readEnvironment } from '../../config/environment.js';
import { importOsv } from '../../engine/dependencies/vulnerabilities/import-osv.js';

/**
 * `npm run osv:import -- FILE`: puts the OSV records of a file (JSON, NDJSON, zip) or a folder in place of those that
 * analyses know. The service need not be stopped: the next analysis reads the new ones.
 */
async function main([source]: readonly string[]): Promise<void> {
  if (source === undefined || !existsSync(source)) {
    throw new ConfigurationError(['Name a file or a folder of OSV records: npm run osv:import -- all.zip']);
  }
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { vulnerabilities } = Configuration.parse(readEnvironment());
  const { records, advisories, refused } = await importOsv(source, vulnerabilities, uuidv7());
  process.stdout.write(
    `${records} records, ${advisories} entries about packages, ${refused} texts that are no records.\n`,
  );
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const said = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof ConfigurationError ? error.problems.join('\n') : said}\n`);
  process.exitCode = 1;
}
