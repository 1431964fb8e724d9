import { FOREVER } from '../access/account.js';
import type { UserRow } from '../database/tables/users.js';
import type { StoredOverride } from './account-of-row.js';

/** Why requests of an account are refused, and until when: what its user may know of it. */
export interface AccountBlock {
  reason: string;
  /** Null: until an admin takes it away. */
  expires_at: string | null;
}

type BlockFields = Pick<UserRow, 'blocked_until' | 'block_reason' | 'allowed_until' | 'rate_limit_override'>;

/**
 * The block that holds for an account, if one does: the entry of the block list or the override of 0, of both the one that
 * holds longer; none for an account on the allow list.
 * @param now unix ms.
 */
export function accountBlock(row: BlockFields, now: number): AccountBlock | null {
  if (row.allowed_until !== null && row.allowed_until.getTime() > now) return null;
  const listed = { until: row.blocked_until?.getTime() ?? 0, reason: row.block_reason ?? '' };
  const override = row.rate_limit_override as StoredOverride | null;
  const overridden =
    override?.limit === 0
      ? { until: Date.parse(override.expires_at), reason: override.reason }
      : { until: 0, reason: '' };
  const { until, reason } = listed.until >= overridden.until ? listed : overridden;
  if (until <= now) return null;
  return { reason, expires_at: until >= FOREVER ? null : new Date(until).toISOString() };
}
