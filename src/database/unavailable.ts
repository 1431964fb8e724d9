/**
 * True for errors that say "the database does not answer", as opposed to "the database says no". Classes by SQLSTATE:
 * 08 connection, 53 resources, 57P operator intervention, 25006 read-only; the rest are socket errors of the driver.
 */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== undefined && /^(08|53|57P|25006)/.test(code)) return true;
  if (code !== undefined && /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOST|ENOENT|EAI_)/.test(code)) return true;
  return /timeout exceeded when trying to connect|Connection terminated|PGlite is closed/i.test(error.message);
}
