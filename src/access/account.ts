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
  /** Unix ms; sessions made before it are over (logout-all, role change, password change end them all at once). */
  sessionsNotBefore: number;
}

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
