import type { Account } from '../access/account.js';

/**
 * The account as Redis mirrors it under the user's hash tag, so that one script can answer "may this caller pass, and
 * how much is left" (auth design, §0). Truth is the `users` row; an entry lives at most 30 s and carries the row's
 * version, and a refill never overwrites a higher one.
 *
 * Text form, fields split by `|`, so that the decision script reads it without parsing JSON:
 * `version|status|plan|role|permission,permission|override limit|override burst|override expiry|sessions not before|
 * blocked until|allowed until` (one line)
 * Times are unix ms; absent override, block and allowance are empty. No field can hold `|`: plans and permissions are identifiers.
 */

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
    account.sessionsNotBefore,
    account.blockedUntil ?? '',
    account.allowedUntil ?? '',
  ].join('|');
}

/** Returns null for text this version did not write: the caller then reads PostgreSQL. */
export function decodeAccount(id: string, text: string): Account | null {
  const fields = text.split('|');
  if (fields.length !== 11) return null;
  const [version = '', status, plan = '', role, permissions = '', limit = '', burst = '', expiresAt, notBefore] =
    fields;
  const [blockedUntil = '', allowedUntil = ''] = fields.slice(9);
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
    sessionsNotBefore: Number(notBefore),
    blockedUntil: blockedUntil === '' ? null : Number(blockedUntil),
    allowedUntil: allowedUntil === '' ? null : Number(allowedUntil),
  };
}
