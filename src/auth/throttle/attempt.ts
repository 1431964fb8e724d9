import { Problem } from '../../problem/problem.js';

/** A try at something secret: counted as a failure before it is made, until it is said to have been none. */
export interface Attempt {
  /** The guess was right: it no longer counts. */
  succeeded(): Promise<void>;
  /** The guess was not judged (the service was overloaded, a store was away): it no longer counts. */
  cancelled(): Promise<void>;
}

/** 429, whether the guess would have been right or wrong. */
export function tooMany(what: string, waitMs: number): Problem {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new Problem('rate_limited', {
    detail: `Too many ${what}: try again in ${seconds} s.`,
    headers: { 'retry-after': String(seconds) },
  });
}
