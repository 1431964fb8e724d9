import type { ApiKeyRow } from '../../database/tables/api-keys.js';
import { KEY_PREFIX } from './key-text.js';

/** A key as its owner and admins see it: never its secret. */
export interface ApiKeyView {
  id: string;
  name: string;
  prefix: string;
  last4: string;
  permissions: string[];
  /** Requests in the plan's window, besides what the account may; null: no limit of its own. */
  rate_limit: number | null;
  status: 'active' | 'expired';
  expires_at: string | null;
  /** Until when the secret before the last rotation holds; null when it does not. */
  previous_secret_expires_at: string | null;
  last_used_at: string | null;
  /** Client network: an IPv4 address, or the /64 of an IPv6 address. */
  last_used_ip: string | null;
  use_count: number;
  created_at: string;
}

/** With the key itself: the one time it is shown. */
export interface IssuedKeyView extends ApiKeyView {
  key: string;
}

export function apiKeyView(row: ApiKeyRow, now = Date.now()): ApiKeyView {
  const overlap = row.previous_expires_at !== null && row.previous_expires_at.getTime() > now;
  return {
    id: row.id,
    name: row.name,
    prefix: KEY_PREFIX + row.id,
    last4: row.last4,
    permissions: row.permissions,
    rate_limit: row.rate_limit,
    status: row.expires_at !== null && row.expires_at.getTime() <= now ? 'expired' : 'active',
    expires_at: text(row.expires_at),
    previous_secret_expires_at: overlap ? text(row.previous_expires_at) : null,
    last_used_at: text(row.last_used_at),
    last_used_ip: row.last_used_network,
    use_count: row.use_count,
    created_at: row.created_at.toISOString(),
  };
}

function text(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}

/** For the documentation of routes: answers as they are really sent. */
export const exampleKey = {
  id: 'V7nq2Lx0PaZk',
  name: 'nightly build',
  prefix: 'cpk_V7nq2Lx0PaZk',
  last4: '3k0d',
  permissions: ['code_analysis'],
  rate_limit: null,
  status: 'active',
  expires_at: '2027-02-23T12:00:00.000Z',
  previous_secret_expires_at: null,
  last_used_at: '2026-11-25T12:30:00.000Z',
  last_used_ip: '192.0.2.7',
  use_count: 42,
  created_at: '2026-11-25T12:00:00.000Z',
} satisfies ApiKeyView;

export const exampleIssuedKey = {
  ...exampleKey,
  last_used_at: null,
  last_used_ip: null,
  use_count: 0,
  key: 'cpk_V7nq2Lx0PaZk_…',
} satisfies IssuedKeyView;
