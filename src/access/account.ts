/** The live account as a request needs it: what authorisation and the limit decision rest on. */
export interface Account {
  id: string;
  /** The row's version: raised by every change below. */
  version: number;
  status: 'active' | 'disabled';
  plan: string;
  role: 'user' | 'admin';
  permissions: readonly string[];
  override: LimitOverride | null;
  /** Unix ms until which an admin's block holds; null without one. */
  blockedUntil: number | null;
  /** Unix ms until which it is on the allow list (never blocked, never multiplied below 1); null when it is not. */
  allowedUntil: number | null;
  /** Unix ms; sessions made before it are over (logout-all, role change, password change end them all at once). */
  sessionsNotBefore: number;
}

/** End of what has none, unix ms: the last moment of the year 9999, which fits the six bytes of the decision script. */
export const FOREVER = 253_402_300_799_999;

/** An admin's limit for one user; `limit` 0 is a block. */
export interface LimitOverride {
  limit: number;
  burst?: number;
  /** Unix ms. */
  expiresAt: number;
}

/** What a route may demand. Admins hold `admin` besides their own. */
export const permissions = ['code_analysis', 'architecture_generation', 'admin'] as const;
export type Permission = (typeof permissions)[number];
