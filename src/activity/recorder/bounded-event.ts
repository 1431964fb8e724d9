import type { ActivityEvent } from '../activity-event.js';

/** Longest text of an event, characters: routes, names and reasons are shorter, what is longer is not ours. */
const TEXT_LIMIT = 1_024;
const MEMBERS_LIMIT = 64;

/**
 * The event with every text at most 1,024 characters long, and at most 64 members or items at each level: whatever a
 * room or a caller put into it, an event stays a few kilobytes.
 */
export function bounded(event: ActivityEvent): ActivityEvent {
  return cut(event, 0) as ActivityEvent;
}

function cut(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.length > TEXT_LIMIT ? value.slice(0, TEXT_LIMIT) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= 4) return null;
  if (Array.isArray(value)) return value.slice(0, MEMBERS_LIMIT).map((item) => cut(item, depth + 1));
  const members = Object.entries(value).slice(0, MEMBERS_LIMIT);
  return Object.fromEntries(members.map(([name, member]) => [name.slice(0, TEXT_LIMIT), cut(member, depth + 1)]));
}
