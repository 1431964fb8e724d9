import type { Permission } from '../access/account.js';
import { type FieldError, Problem } from '../problem/problem.js';
import type { PlanBook } from './plans/plan-book.js';

/** Plan and permissions that a new account is wished to have. */
export interface RightsWish {
  /** Absent: the default plan. */
  plan?: string | undefined;
  /** Absent: those of the plan. `admin` follows from the role alone. */
  permissions?: readonly Permission[] | undefined;
  role: 'user' | 'admin';
}

/**
 * What a new account gets.
 * @throws Problem `validation_failed` for an unknown plan, or for `admin` among the permissions of who is none.
 */
export function firstRights(plans: PlanBook, wish: RightsWish): { plan: string; permissions: readonly Permission[] } {
  const { plan = plans.default.name, role } = wish;
  const errors: FieldError[] = [];
  if (!plans.names().includes(plan)) {
    errors.push({ pointer: '/plan', code: 'plan', message: `must be one of ${plans.names().join(', ')}` });
  }
  if (role !== 'admin' && wish.permissions?.includes('admin')) {
    errors.push({ pointer: '/permissions', code: 'permissions', message: 'admin follows from the role alone' });
  }
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
  const permissions = wish.permissions ?? plans.of(plan).permissions;
  return { plan, permissions: permissions.filter((name) => name !== 'admin') };
}
