import { parseRange } from '../../network/network-range.js';
import type { AccessEntryRow } from '../../database/tables/access-entries.js';
import type { DomainEventType } from '../../events/domain-event.js';

export type AccessList = AccessEntryRow['list'];

/** Of whom an entry can be: an account, one network as limits count it (IPv4 address, IPv6 /64), a range of them. */
export const entryTypes = ['user', 'ip', 'cidr'] as const;
export type EntryType = (typeof entryTypes)[number];

/** Whom an entry is for, in canonical form. */
export type EntrySubject = { type: 'user'; userId: string } | { type: 'ip' | 'cidr'; network: string };

export interface AccessEntryView {
  id: string;
  type: EntryType;
  identifier: string;
  reason: string;
  /** Null: without an end. */
  expires_at: string | null;
  /** False once it has come to its end. */
  active: boolean;
  created_by: string | null;
  created_at: string;
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * Reads whom an admin means. An address and the range that holds nothing else are the same.
 * @returns the subject, or a sentence saying why there is none.
 */
export function parseSubject(type: EntryType, identifier: string): EntrySubject | string {
  if (type === 'user') {
    return uuid.test(identifier) ? { type, userId: identifier.toLowerCase() } : 'must be the id of a user';
  }
  const range = parseRange(identifier);
  return typeof range === 'string' ? range : { type: typeOfNetwork(range.text), network: range.text };
}

export function subjectOf(row: Pick<AccessEntryRow, 'user_id' | 'network'>): EntrySubject {
  const { user_id, network } = row;
  if (user_id !== null) return { type: 'user', userId: user_id };
  return { type: typeOfNetwork(network ?? ''), network: network ?? '' };
}

export function identifierOf(subject: EntrySubject): string {
  return subject.type === 'user' ? subject.userId : subject.network;
}

export function entryView(row: AccessEntryRow, now: number): AccessEntryView {
  const subject = subjectOf(row);
  return {
    id: row.id,
    type: subject.type,
    identifier: identifierOf(subject),
    reason: row.reason,
    expires_at: row.expires_at?.toISOString() ?? null,
    active: row.expires_at === null || row.expires_at.getTime() > now,
    created_by: row.created_by,
    created_at: row.created_at.toISOString(),
  };
}

const events = { block: 'admin.block', allow: 'admin.allowlist' } as const;

export function eventType(list: AccessList, what: 'added' | 'changed' | 'removed'): DomainEventType {
  return `${events[list]}.${what}`;
}

function typeOfNetwork(network: string): 'ip' | 'cidr' {
  return !network.includes('/') || network.endsWith('/64') ? 'ip' : 'cidr';
}

export const exampleEntry: AccessEntryView = {
  id: '019ae8a4-5d1c-7c3e-9a52-0f6a1f0c8b7d',
  type: 'cidr',
  identifier: '203.0.113.0/24',
  reason: 'scrapes the rules, ticket 4711',
  expires_at: '2026-12-01T00:00:00.000Z',
  active: true,
  created_by: '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e',
  created_at: '2026-11-25T12:00:00.000Z',
};
