import type { Permission } from '../../access/account.js';
import type { UserRow } from '../../database/tables/users.js';
import type { DomainEvent } from '../../events/domain-event.js';
import { type FieldError, Problem } from '../../problem/problem.js';
import type { StoredOverride } from '../account-of-row.js';

/** What an admin may change of an account; absent fields stay. */
export interface UserChange {
  plan?: string | undefined;
  role?: 'user' | 'admin' | undefined;
  status?: 'active' | 'disabled' | undefined;
  permissions?: readonly Permission[] | undefined;
  rate_limit_override?: StoredOverride | null | undefined;
  /** For the record. */
  reason?: string | undefined;
}

/** The rights of an account, in the form in which two states can be compared. */
export type Rights = Pick<UserRow, 'plan' | 'role' | 'status' | 'permissions' | 'rate_limit_override'>;

/**
 * The rights after a change.
 * @throws Problem `validation_failed` when the change contradicts itself.
 */
export function applied(before: Rights, change: UserChange, planNames: readonly string[], now: number): Rights {
  const errors: FieldError[] = [];
  const role = change.role ?? before.role;
  if (change.plan !== undefined && !planNames.includes(change.plan)) {
    errors.push({ pointer: '/plan', code: 'plan', message: `must be one of ${planNames.join(', ')}` });
  }
  if (change.permissions?.includes('admin') && role !== 'admin') {
    errors.push({ pointer: '/permissions', code: 'permissions', message: 'admin follows from the role alone' });
  }
  if (change.rate_limit_override && !(Date.parse(change.rate_limit_override.expires_at) > now)) {
    errors.push({ pointer: '/rate_limit_override/expires_at', code: 'expires_at', message: 'must lie ahead' });
  }
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
  return {
    plan: change.plan ?? before.plan,
    role,
    status: change.status ?? before.status,
    permissions: change.permissions?.filter((name) => name !== 'admin') ?? before.permissions,
    rate_limit_override:
      change.rate_limit_override === undefined ? before.rate_limit_override : normalized(change.rate_limit_override),
  };
}

/** An active admin that is none any more, or whose account is closed. */
export function losesAdmin(before: Rights, after: Rights): boolean {
  const wasAdmin = before.role === 'admin' && before.status === 'active';
  return wasAdmin && !(after.role === 'admin' && after.status === 'active');
}

/** A role says what old sessions may do, and a closed account has none: both end them for good. */
export function endsSessions(before: Rights, after: Rights): boolean {
  return before.role !== after.role || (before.status === 'active' && after.status === 'disabled');
}

/** One event for each right that changed. */
export function changeEvents(before: Rights, after: Rights): Pick<DomainEvent, 'type' | 'data'>[] {
  const events: Pick<DomainEvent, 'type' | 'data'>[] = [];
  if (before.plan !== after.plan) events.push({ type: 'user.plan_changed', data: fromTo(before.plan, after.plan) });
  if (before.role !== after.role) events.push({ type: 'user.role_changed', data: fromTo(before.role, after.role) });
  if (before.status !== after.status) {
    events.push({ type: after.status === 'active' ? 'user.enabled' : 'user.disabled' });
  }
  if (permissionText(before) !== permissionText(after)) {
    events.push({ type: 'user.permissions_changed', data: fromTo(permissionText(before), permissionText(after)) });
  }
  if (!sameOverride(before.rate_limit_override, after.rate_limit_override)) {
    const override = after.rate_limit_override as StoredOverride | null;
    events.push(
      override === null
        ? { type: 'admin.override.removed' }
        : { type: 'admin.override.set', data: { ...override, burst: override.burst ?? null } },
    );
  }
  return events;
}

function fromTo(from: string, to: string): { from: string; to: string } {
  return { from, to };
}

function permissionText(rights: Rights): string {
  return [...rights.permissions].sort().join(' ');
}

function normalized(override: StoredOverride | null): StoredOverride | null {
  if (override === null) return null;
  const { limit, burst, expires_at, reason } = override;
  return { limit, ...(burst === undefined ? {} : { burst }), expires_at: new Date(expires_at).toISOString(), reason };
}

/** jsonb gives its members back in an order of its own. */
function sameOverride(one: unknown, other: unknown): boolean {
  if (one === null || other === null) return one === other;
  const a = one as StoredOverride;
  const b = other as StoredOverride;
  return a.limit === b.limit && a.burst === b.burst && a.expires_at === b.expires_at && a.reason === b.reason;
}
