import type { Permission } from '../../access/account.js';

/** Highest limit of a plan or an override: beyond it the append log is no longer the right structure. */
export const MAX_LIMIT = 4_000;

/** Longest window of a plan, ms. */
export const LONGEST_WINDOW_MS = 3_600_000;

/** One plan of `config/plans.yaml`. Plans are data: adding one needs no code. */
export interface Plan {
  /** Identifier (`free`); `anonymous` is the plan of callers without credentials. */
  name: string;
  title: string;
  /** At most `limit` accepted requests in any `windowMs`. */
  requests: { limit: number; windowMs: number };
  /**
   * When the newest and the `limit`-th newest accepted request lie at most `windowMs` apart (however long ago), the
   * next passes only `pauseMs` after the newest.
   */
  burst: { limit: number; windowMs: number; pauseMs: number };
  /** The token's `rate_limit_multiplier` claim. */
  multiplier: number;
  /** Permissions an account gets with the plan at registration. */
  permissions: readonly Permission[];
  /** Longest code of POST /analyze, bytes of UTF-8. */
  maxCodeBytes: number;
  /** Largest upload of a project, bytes. */
  maxUploadBytes: number;
}
