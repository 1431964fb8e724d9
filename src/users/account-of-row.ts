import type { Account, LimitOverride } from '../access/account.js';
import type { UserRow } from '../database/tables/users.js';

/** The live account of a row, as authorisation and the limit decision see it. */
export function accountOfRow(row: UserRow): Account {
  return {
    id: row.id,
    version: row.version,
    status: row.status,
    plan: row.plan,
    role: row.role,
    permissions: effectivePermissions(row),
    override: overrideOf(row.rate_limit_override),
    sessionsNotBefore: row.sessions_not_before.getTime(),
    blockedUntil: row.blocked_until?.getTime() ?? null,
    allowedUntil: row.allowed_until?.getTime() ?? null,
  };
}

/** What the account may do: its own permissions, and `admin` exactly when its role is. */
export function effectivePermissions(row: Pick<UserRow, 'permissions' | 'role'>): string[] {
  return row.role === 'admin' ? [...row.permissions, 'admin'] : [...row.permissions];
}

/** The override as stored and shown: `{limit, burst?, expires_at, reason}`. */
export interface StoredOverride {
  limit: number;
  burst?: number;
  expires_at: string;
  reason: string;
}

function overrideOf(stored: unknown): LimitOverride | null {
  if (stored === null) return null;
  const { limit, burst, expires_at } = stored as StoredOverride;
  return { limit, ...(burst === undefined ? {} : { burst }), expiresAt: Date.parse(expires_at) };
}
