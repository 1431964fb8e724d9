import { findProgram, postgresFolders } from './program.mjs';
import { say, SetUpError } from './project.mjs';
import { installSystemPackage } from './system-package.mjs';

const hasRedis = () => findProgram(['redis-server', 'valkey-server']) !== null;
const hasBrowser = () => findProgram(['chromium', 'chromium-browser', 'google-chrome']) !== null;
const hasPostgres = () => ['initdb', 'postgres'].every((name) => findProgram([name], postgresFolders()) !== null);

/** A Redis for the service: REDIS_URL, a program on the PATH, or the system's package. */
export async function ensureRedis() {
  if (process.env.REDIS_URL || hasRedis()) return;
  await ensureRedisProgram();
}

/** The server program itself: tests start their own servers. */
export async function ensureRedisProgram() {
  if (hasRedis()) return;
  say('No redis-server or valkey-server on the PATH.');
  if ((await installSystemPackage('redis')) && hasRedis()) return;
  throw new SetUpError(
    'CodePitamah needs Redis. Install redis-server (or valkey-server) with your package manager, set REDIS_URL to a ' +
      'server you have, or run everything in containers: docker compose up',
  );
}

/** A PostgreSQL for the tests: TEST_DATABASE_URL, programs of the system, or the system's package. */
export async function ensurePostgres() {
  if (process.env.TEST_DATABASE_URL || hasPostgres()) return;
  say('No PostgreSQL server programs (initdb, postgres) found.');
  if ((await installSystemPackage('postgres')) && hasPostgres()) return;
  throw new SetUpError(
    'The tests need a PostgreSQL of version 15 or later. Install its server package with your package manager, or set ' +
      'TEST_DATABASE_URL to a server where this may create databases (postgres://user:password@host:5432/postgres).',
  );
}

/** A Chromium for the tests of pages. Where none can be installed those few are skipped, and reported so. */
export async function offerBrowser() {
  if (hasBrowser()) return;
  say('No Chromium on the PATH.');
  if ((await installSystemPackage('browser')) && hasBrowser()) return;
  say('Without Chromium the tests of pages in a browser are skipped.');
}
