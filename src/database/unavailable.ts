/**
 * SQLSTATE classes that say "the database cannot work": 08 connection, 53 resources (disk full, too many connections),
 * 57P operator intervention, 57014 a statement cancelled for taking too long, 58 system error, 25006 read-only.
 */
const states = /^(08|53|57P|57014|58|25006)/;

/** Socket errors of the driver. */
const socketCodes = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOST|ENETUNREACH|EAI_)/;

const messages =
  /timeout exceeded when trying to connect|Query read timeout|Connection terminated|connection error and is not queryable|PGlite is clos|after calling end on the pool/i;

/** SQLSTATE 08006, connection failure: for what knows without asking that the database is away. */
export class ConnectionFailure extends Error {
  readonly code = '08006';
}

/** True for errors that say "the database does not answer", as opposed to "the database says no". */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code !== undefined && (states.test(code) || socketCodes.test(code))) return true;
  // A server on a UNIX socket that is not there.
  if (code === 'ENOENT' && syscall === 'connect') return true;
  // The embedded engine gave up: nothing but a new start revives it.
  if (error.name === 'RuntimeError') return true;
  return messages.test(error.message);
}
