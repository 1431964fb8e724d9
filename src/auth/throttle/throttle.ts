/** A place taken, to be given back when what it was taken for does not count; or how long to wait. */
export type Taken = { allowed: true; undo: () => Promise<void> } | { allowed: false; waitMs: number };

/** Free tries, then waits of 1, 2, 4 … s up to `longestMs`; forgotten after `forgetMs` without a try. */
export interface BackoffRule {
  free: number;
  longestMs: number;
  forgetMs: number;
}

/** At most `limit` events in any `windowMs`. */
export interface WindowRule {
  limit: number;
  windowMs: number;
}

/** Counters of attempts. Two stand behind this: Redis, shared by all instances, and process memory while Redis is away. */
export interface Throttle {
  backoff(key: string, rule: BackoffRule): Promise<Taken>;
  window(key: string, rule: WindowRule): Promise<Taken>;
  /** Forgets the failures under a key. */
  clear(key: string): Promise<void>;
}

/** The wait before the next try after `failures` of them, ms. */
export function backoffWait(failures: number, rule: BackoffRule): number {
  if (failures < rule.free) return 0;
  return Math.min(rule.longestMs, 1000 * 2 ** Math.min(failures - rule.free, 30));
}
