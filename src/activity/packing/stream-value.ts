import type { ActivityEvent } from '../activity-event.js';
import { pack, unpack } from './packed-json.js';
import { type SlimEvent, slimEvent, wholeEvent } from './slim-event.js';

/** An event on its way: its age when it was sent (2 bytes, big-endian, ms; above 32 s in seconds), then the event, packed. */
const AGE_BYTES = 2;
/** Set in an age that counts seconds: of what waited for Redis, to nine hours. */
const SECONDS = 0x8000;
const AGE_LIMIT = 0x7fff;
/** An event is some hundred bytes; what is larger than this was not written here. */
const SIZE_LIMIT = 65_536;

/** With room for the age. */
export function streamValue(event: ActivityEvent): Buffer {
  return Buffer.concat([Buffer.alloc(AGE_BYTES), pack(slimEvent(event))]);
}

/** @param ageMs from when it happened to now. */
export function setAge(value: Buffer, ageMs: number): void {
  const ms = Math.max(0, Math.round(ageMs));
  value.writeUInt16BE(ms <= AGE_LIMIT ? ms : SECONDS | Math.min(AGE_LIMIT, Math.round(ms / 1000)));
}

/** Null for what is no event. */
export function readStreamValue(value: Buffer): { event: ActivityEvent; ageMs: number } | null {
  if (value.length <= AGE_BYTES || value.length > SIZE_LIMIT) return null;
  try {
    const event = wholeEvent(unpack(value.subarray(AGE_BYTES)) as SlimEvent);
    return isEvent(event) ? { event, ageMs: ageOf(value) } : null;
  } catch {
    return null;
  }
}

function isEvent(event: Partial<ActivityEvent>): event is ActivityEvent {
  const { id, type, outcome, actor } = event;
  const named = typeof id === 'string' && typeof type === 'string' && typeof outcome === 'string';
  return named && typeof actor === 'object' && typeof actor?.kind === 'string';
}

function ageOf(value: Buffer): number {
  const age = value.readUInt16BE();
  return age < SECONDS ? age : (age & AGE_LIMIT) * 1000;
}
