import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

const cache = resolve('node_modules/.cache/codepitamah');

/**
 * Puts an empty embedded PostgreSQL, without any table, into a data folder: what the service would make there itself
 * takes 3 s of CPU, a copy 0.1 s, and the tests start the service a hundred times. The template is made once per
 * version of PGlite; tests of the first start do not ask for it.
 */
export async function placeEmptyStore(dataDir: string): Promise<void> {
  const folder = join(dataDir, 'postgres');
  cpSync(await template(), folder, { recursive: true });
  chmodSync(folder, 0o700);
}

async function template(): Promise<string> {
  const manifest = readFileSync('node_modules/@electric-sql/pglite/package.json', 'utf8');
  const place = join(cache, `pglite-${(JSON.parse(manifest) as { version: string }).version}`);
  if (existsSync(place)) return place;
  mkdirSync(cache, { recursive: true });
  const made = mkdtempSync(join(cache, 'making-'));
  await (await PGlite.create(made)).close();
  try {
    renameSync(made, place);
  } catch (error) {
    // Another test was quicker.
    if (!existsSync(place)) throw error;
    rmSync(made, { recursive: true, force: true });
  }
  return place;
}
