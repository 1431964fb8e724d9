import type { ActivityEvent } from '../activity-event.js';
import { pack, unpack } from './packed-json.js';

/** An event on its way: its age when it was sent (4 bytes, big-endian, ms), then the event, packed. */
const AGE_BYTES = 4;
const AGE_LIMIT = 0xffff_ffff;
/** An event is some hundred bytes; what is larger than this was not written here. */
const SIZE_LIMIT = 65_536;

/** With room for the age. */
export function streamValue(event: ActivityEvent): Buffer {
  return Buffer.concat([Buffer.alloc(AGE_BYTES), pack(event)]);
}

/** @param ageMs from when it happened to now. */
export function setAge(value: Buffer, ageMs: number): void {
  value.writeUInt32BE(Math.min(AGE_LIMIT, Math.max(0, Math.round(ageMs))));
}

/** Null for what is no event. */
export function readStreamValue(value: Buffer): { event: ActivityEvent; ageMs: number } | null {
  if (value.length <= AGE_BYTES || value.length > SIZE_LIMIT) return null;
  try {
    const event = unpack(value.subarray(AGE_BYTES)) as Partial<ActivityEvent> | null;
    return isEvent(event) ? { event, ageMs: value.readUInt32BE() } : null;
  } catch {
    return null;
  }
}

function isEvent(event: Partial<ActivityEvent> | null): event is ActivityEvent {
  if (typeof event !== 'object' || event === null) return false;
  const { id, type, outcome, actor } = event;
  const named = typeof id === 'string' && typeof type === 'string' && typeof outcome === 'string';
  return named && typeof actor === 'object' && typeof actor?.kind === 'string';
}
