import type { UserRow } from '../database/tables/users.js';
import { effectivePermissions, type StoredOverride } from './account-of-row.js';

/** `user` of the contract: what its owner sees. */
export interface UserView {
  id: string;
  email: string;
  name: string | null;
  plan: string;
  role: string;
  status: string;
  permissions: string[];
  mfa_enabled: boolean;
  email_verified: boolean;
  created_at: string;
}

/** What an admin sees besides. */
export interface AdminUserView extends UserView {
  rate_limit_override: StoredOverride | null;
  updated_at: string;
}

export function userView(row: UserRow): UserView {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    plan: row.plan,
    role: row.role,
    status: row.status,
    permissions: effectivePermissions(row),
    mfa_enabled: row.mfa_enabled,
    email_verified: row.email_verified,
    created_at: row.created_at.toISOString(),
  };
}

export function adminUserView(row: UserRow): AdminUserView {
  return {
    ...userView(row),
    rate_limit_override: row.rate_limit_override as StoredOverride | null,
    updated_at: row.updated_at.toISOString(),
  };
}

/** For the documentation of routes: an answer as it is really sent. */
export const exampleUser = {
  id: '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e',
  email: 'ada@example.org',
  name: 'Ada',
  plan: 'free',
  role: 'user',
  status: 'active',
  permissions: ['code_analysis', 'architecture_generation'],
  mfa_enabled: false,
  email_verified: false,
  created_at: '2026-11-25T12:00:00.000Z',
} satisfies UserView;
