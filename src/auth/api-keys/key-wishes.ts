import type { Permission } from '../../access/account.js';
import { insufficientScope } from '../../access/challenges.js';
import type { ApiKeyRow } from '../../database/tables/api-keys.js';
import type { UserRow } from '../../database/tables/users.js';
import { Problem } from '../../problem/problem.js';
import { effectivePermissions } from '../../users/account-of-row.js';

const DAY_MS = 86_400_000;
/** Life of a key of which nothing else was said. */
const DEFAULT_LIFE_MS = 90 * DAY_MS;
const LONGEST_LIFE_MS = 365 * DAY_MS;

/** What a key is to be; absent fields stay as they are. */
export interface KeyWish {
  name?: string | undefined;
  permissions?: readonly Permission[] | undefined;
  /** ISO 8601; null is never. */
  expires_at?: string | null | undefined;
  /** Requests in the plan's window; null is no limit of its own. */
  rate_limit?: number | null | undefined;
}

/** What of a key decides how much harm it can do. */
export type KeyReach = Pick<ApiKeyRow, 'permissions' | 'expires_at' | 'rate_limit'>;

/**
 * The permissions asked for, if the owner has them all; without a wish all that the owner has but `admin`, which a key
 * never gets unasked.
 * @throws Problem `insufficient_scope` naming the first that the owner lacks.
 */
export function grantedPermissions(wish: readonly Permission[] | undefined, owner: UserRow): Permission[] {
  const held = effectivePermissions(owner) as Permission[];
  if (wish === undefined) return held.filter((permission) => permission !== 'admin');
  for (const permission of wish) if (!held.includes(permission)) throw insufficientScope(permission);
  return [...wish];
}

/**
 * @param wish absent is the default life.
 * @param neverAllowed whether a key may live for ever.
 * @param now unix ms.
 * @throws Problem `validation_failed`.
 */
export function expiryOf(wish: string | null | undefined, neverAllowed: boolean, now: number): Date | null {
  if (wish === undefined) return new Date(now + DEFAULT_LIFE_MS);
  if (wish === null) {
    if (neverAllowed) return null;
    throw badExpiry('must be a time: keys without expiry are not allowed here');
  }
  const time = Date.parse(wish);
  if (!(time > now)) throw badExpiry('must lie ahead');
  if (time > now + LONGEST_LIFE_MS) throw badExpiry('must be at most 365 days ahead');
  return new Date(time);
}

/**
 * @param wish null is no limit of the key's own.
 * @param most what the owner may send in the plan's window: the plan's limit, or an override that holds.
 * @throws Problem `validation_failed` for more.
 */
export function ownLimitOf(wish: number | null, most: number): number | null {
  if (wish === null || wish <= most) return wish;
  const message = `must be at most ${most}, what the account may send`;
  throw new Problem('validation_failed', { errors: [{ pointer: '/rate_limit', code: 'rate_limit', message }] });
}

/** True when a key could do more after the change than before: the same proof is then asked as for a new one. */
export function widens(before: KeyReach, after: KeyReach): boolean {
  const longer = before.expires_at !== null && (after.expires_at === null || after.expires_at > before.expires_at);
  const faster = before.rate_limit !== null && (after.rate_limit === null || after.rate_limit > before.rate_limit);
  return longer || faster || after.permissions.some((permission) => !before.permissions.includes(permission));
}

function badExpiry(message: string): Problem {
  return new Problem('validation_failed', { errors: [{ pointer: '/expires_at', code: 'expires_at', message }] });
}
