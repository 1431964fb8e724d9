import { Problem } from '../../problem/problem.js';
import { JobAbandoned, PoolOverloaded } from './outcome.js';

/** Seconds after which an overloaded pool is worth asking again: a wait for a turn is over by then, one way or another. */
const RETRY_AFTER_S = 10;

/** What a job that found no room, or whose caller left, is answered with; anything else as it is. */
export function poolProblem(error: unknown): unknown {
  if (error instanceof PoolOverloaded) {
    const headers = { 'Retry-After': String(RETRY_AFTER_S) };
    return new Problem('overloaded', { detail: 'Too many analyses are waiting.', headers });
  }
  if (error instanceof JobAbandoned) return new Problem('request_timeout', { detail: 'The caller went away.' });
  return error;
}
