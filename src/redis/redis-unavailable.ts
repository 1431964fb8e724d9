/** Redis did not do what was asked for a reason of its own: never a verdict about the caller. */
export class RedisUnavailable extends Error {
  override readonly name: string = 'RedisUnavailable';
}

/** Redis hangs: it took longer than a request may wait for it. */
export class RedisTimeout extends RedisUnavailable {
  override readonly name = 'RedisTimeout';
}

const backendReplies = /^(OOM|READONLY|MISCONF|LOADING|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|NOREPLICAS|UNBLOCKED|BUSY)\b/;

/**
 * True for errors of the backend: no connection, a deadline passed, or a reply by which Redis says it cannot work.
 * False for mistakes of our own (WRONGTYPE, ERR …, a TypeError), which must not open the breaker.
 */
export function isBackendFailure(error: unknown): boolean {
  if (error instanceof RedisUnavailable) return true;
  if (!(error instanceof Error) || error instanceof TypeError) return false;
  if (backendReplies.test(error.message)) return true;
  // A script's error carries the command's reply inside: "ERR Error running script … READONLY You can't write …"
  if (error.name === 'ReplyError') return /\b(OOM|READONLY|MISCONF|NOREPLICAS) /.test(error.message);
  return true;
}
