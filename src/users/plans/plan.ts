import type { Permission } from '../../access/account.js';

/** Highest limit of a plan or an override: beyond it the append log is no longer the right structure. */
export const MAX_LIMIT = 4_000;

/** Longest window of a plan, ms: a day. */
export const LONGEST_WINDOW_MS = 86_400_000;

/** Windows that a plan, or a policy of a route, may hold besides `requests` and `burst`. */
export const MAX_WINDOWS = 6;

/** A further window: at most `limit` accepted requests in any `windowMs`. */
export interface PlanWindow {
  name: string;
  limit: number;
  windowMs: number;
  /** Judged and told to the operator, never refusing. */
  shadow: boolean;
}

/** One plan of `config/plans.yaml`. Plans are data: adding one needs no code. */
export interface Plan {
  /** Identifier (`free`); `anonymous` is the plan of callers without credentials. */
  name: string;
  title: string;
  /** At most `limit` accepted requests in any `windowMs`. In shadow mode it is judged and never refuses. */
  requests: { limit: number; windowMs: number; shadow?: boolean };
  /**
   * When the newest and the `limit`-th newest accepted request lie at most `windowMs` apart (however long ago), the
   * next passes only `pauseMs` after the newest.
   */
  burst: { limit: number; windowMs: number; pauseMs: number; shadow?: boolean };
  /** Further windows over the same requests; `plan` and `burst` are the names of the two above. */
  windows?: readonly PlanWindow[];
  /** The token's `rate_limit_multiplier` claim. */
  multiplier: number;
  /** Permissions an account gets with the plan at registration. */
  permissions: readonly Permission[];
  /** Longest code of POST /analyze, bytes of UTF-8. */
  maxCodeBytes: number;
  /** Largest upload of a project, bytes. */
  maxUploadBytes: number;
}
