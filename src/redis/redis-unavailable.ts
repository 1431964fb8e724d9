/** Redis did not do what was asked for a reason of its own: never a verdict about the caller. */
export class RedisUnavailable extends Error {
  override readonly name: string = 'RedisUnavailable';
}

/** Redis hangs: it took longer than a request may wait for it. */
export class RedisTimeout extends RedisUnavailable {
  override readonly name = 'RedisTimeout';
}

const words = {
  /** Redis as a whole, or the shard, cannot work now. */
  cannotWork: 'OOM|READONLY|MISCONF|LOADING|CLUSTERDOWN|MASTERDOWN|NOREPLICAS|BUSY',
  /** This call met a moment of change. */
  passing: 'TRYAGAIN|UNBLOCKED',
};
const cannotWork = new RegExp(`^(${words.cannotWork})\\b`);
const passing = new RegExp(`^(${words.passing})\\b`);
// A script's error carries the command's reply inside: "ERR Error running script … READONLY You can't write …"
const cannotWorkInside = /\b(OOM|READONLY|MISCONF|NOREPLICAS) /;

/**
 * True for errors of the backend: no connection, a deadline passed, or a reply by which Redis says it cannot work.
 * False for mistakes of our own (WRONGTYPE, ERR …, a TypeError), which must not open the breaker.
 */
export function isBackendFailure(error: unknown): boolean {
  if (error instanceof RedisUnavailable) return true;
  if (!(error instanceof Error) || error instanceof TypeError) return false;
  if (saysItCannotWork(error) || passing.test(error.message)) return true;
  return error.name !== 'ReplyError';
}

/** True for a reply by which Redis says that it will refuse others like it, too. */
export function saysItCannotWork(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return cannotWork.test(error.message) || (error.name === 'ReplyError' && cannotWorkInside.test(error.message));
}
