/**
 * The account as Redis mirrors it under the user's hash tag, so that one script can answer "may this caller pass, and
 * how much is left" (auth design, §0). Truth is the `users` row; an entry lives at most 30 s and carries the row's
 * version, and a refill never overwrites a higher one.
 *
 * Text form, fields split by `|` (the decision script reads 1–3 and 6–8 without parsing JSON):
 * `version|status|plan|role|permission,permission|override limit|override burst|override expiry (unix ms)`
 * Absent override fields are empty. None of the fields can hold `|`: plans and permissions are checked identifiers.
 */
export interface Account {
  id: string;
  version: number;
  status: 'active' | 'disabled';
  plan: string;
  role: 'user' | 'admin';
  permissions: readonly string[];
  override: LimitOverride | null;
}

/** An admin's limit for one user; `limit` 0 is a block. */
export interface LimitOverride {
  limit: number;
  burst?: number;
  /** Unix milliseconds. */
  expiresAt: number;
}

/** Longest life of a mirror entry, ms: bounds what a lost Redis write can cost. */
export const MIRROR_TTL_MS = 30_000;

const identifier = /^[a-z][a-z0-9_-]*$/;

export function encodeAccount(account: Account): string {
  for (const name of [account.plan, ...account.permissions]) {
    if (!identifier.test(name)) throw new Error(`"${name}" is no identifier`);
  }
  const { override } = account;
  return [
    account.version,
    account.status,
    account.plan,
    account.role,
    account.permissions.join(','),
    override?.limit ?? '',
    override?.burst ?? '',
    override?.expiresAt ?? '',
  ].join('|');
}

/** Returns null for text this version did not write: the caller then reads PostgreSQL. */
export function decodeAccount(id: string, text: string): Account | null {
  const fields = text.split('|');
  if (fields.length !== 8) return null;
  const [version, status, plan, role, permissions, limit, burst, expiresAt] = fields as [
    string, string, string, string, string, string, string, string,
  ];
  if (status !== 'active' && status !== 'disabled') return null;
  if (role !== 'user' && role !== 'admin') return null;
  return {
    id,
    version: Number(version),
    status,
    plan,
    role,
    permissions: permissions === '' ? [] : permissions.split(','),
    override:
      limit === ''
        ? null
        : { limit: Number(limit), ...(burst === '' ? {} : { burst: Number(burst) }), expiresAt: Number(expiresAt) },
  };
}
