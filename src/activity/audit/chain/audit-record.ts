import { hash } from 'node:crypto';
import type { ActivityEvent } from '../../activity-event.js';
import { withCanonicalJson } from './canonical-json.js';

/**
 * One link of the record: an event as it is kept (what it says of people sealed), its place and its times. This, as
 * canonical JSON, is what the chain covers, what an export holds and what a verifier hashes.
 */
export interface AuditRecord extends ActivityEvent {
  /** Place in the chain; without gaps. */
  seq: number;
  /** Unix ms when it happened, on Redis' clock (of critical events: the database's). */
  time: number;
  /** Unix ms when it was chained, on the database's clock. */
  logged: number;
}

export const HASH_BYTES = 32;
/** What the first link follows. */
export const GENESIS = Buffer.alloc(HASH_BYTES);

/** `sha256(previous hash | canonical JSON of the record)`: no link can be changed, moved or taken out without all after it. */
export function linkHash(previous: Uint8Array, record: AuditRecord): Buffer {
  return withCanonicalJson(previous, record, sha256);
}

/** The same, of a record's canonical JSON as it was written elsewhere. */
export function linkHashOfText(previous: Uint8Array, text: string): Buffer {
  const covered = Buffer.allocUnsafe(previous.length + Buffer.byteLength(text));
  covered.set(previous);
  covered.write(text, previous.length);
  return sha256(covered);
}

function sha256(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer');
}
