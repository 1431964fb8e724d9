import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The first of `names` on PATH or in `folders`.
 * @throws Error saying what to install when there is none.
 */
export function findBinary(names: readonly string[], folders: readonly string[] = []): string {
  const path = (process.env['PATH'] ?? '').split(delimiter);
  for (const folder of [...path, ...folders]) {
    for (const name of names) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not here.
      }
    }
  }
  throw new Error(`none of ${names.join(', ')} found: install it, or run the tests by "npm test", which does`);
}

/** Debian keeps PostgreSQL's server programs off the PATH; newest version first. */
export function postgresFolders(): string[] {
  try {
    return readdirSync('/usr/lib/postgresql')
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => `/usr/lib/postgresql/${version}/bin`);
  } catch {
    return [];
  }
}
