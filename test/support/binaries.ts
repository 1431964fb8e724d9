import { readdirSync } from 'node:fs';
import { delimiter } from 'node:path';
import { findProgram } from '../../src/redis/find-program.js';

/**
 * The first of `names` on PATH or in `folders`.
 * @throws Error saying what to install when there is none.
 */
export function findBinary(names: readonly string[], folders: readonly string[] = []): string {
  const found = findProgram(names, [process.env['PATH'] ?? '', ...folders].join(delimiter));
  if (found === null) {
    throw new Error(`none of ${names.join(', ')} found: install it, or run the tests by "npm test", which does`);
  }
  return found;
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
