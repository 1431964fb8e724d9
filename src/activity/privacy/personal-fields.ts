import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type ActivityEvent, ownerOf } from '../activity-event.js';
import { pack, unpack } from '../packing/packed-json.js';

/**
 * Erasure by a destroyed key. The record's rows never change, so that their order can be proved; what they say of a
 * person is therefore sealed when they are written, under a key of that person's own (AES-256-GCM: 12 random bytes | text |
 * tag; the event's id and the field's name go in as associated data). The keys go with the accounts, and with a key all
 * copies of what it sealed. Network and client belong to who acted, texts to whose record it is.
 */

/** Keys by user id; of a user who is not in it there is none (any more). */
export type KeysBySubject = ReadonlyMap<string, Buffer>;

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const OPENING_BRACE = 0x7b;
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * Members of `data` that name a person, or what is theirs. The reason that an admin gave is not among them: it is evidence
 * of what the admin did.
 */
const personalTexts = new Set(['name', 'email', 'new_email', 'old_email', 'device', 'user_agent', 'subject']);

type Sealed = Pick<ActivityEvent, 'net' | 'src' | 'cc' | 'geo' | 'ua'>;

/** The users whom the event is about: under whose keys its personal fields are sealed. */
export function subjectsOf(event: ActivityEvent): string[] {
  const { who, text } = holders(event);
  return [who, text].filter((id) => id !== null);
}

/** True when the event belongs to an account that is gone. */
export function orphaned(event: ActivityEvent, keys: KeysBySubject): boolean {
  const owner = holders(event).text;
  return owner !== null && !keys.has(owner);
}

/** The users whose keys open a sealed event. */
export function sealedFor(event: ActivityEvent): string[] {
  const { who, text } = holders(event);
  return [event.who === undefined ? null : who, event.text === undefined ? null : text].filter((id) => id !== null);
}

/** The event as the record keeps it. What belongs to a user who has no key is left out: the account is gone. */
export function sealed(event: ActivityEvent, keys: KeysBySubject): ActivityEvent {
  const { who, text } = holders(event);
  const kept: ActivityEvent = { ...event };
  if (who !== null && (event.net !== undefined || event.ua !== undefined)) {
    const { net, src, cc, geo, ua } = event;
    for (const field of ['net', 'src', 'cc', 'geo', 'ua'] as const) delete kept[field];
    const key = keys.get(who);
    if (key !== undefined) kept.who = seal(pack({ net, src, cc, geo, ua }), key, `${event.id} who`);
  }
  const texts = personalText(event);
  if (text !== null && texts !== null) {
    kept.data = Object.fromEntries(Object.entries(event.data ?? {}).filter(([name]) => !(name in texts)));
    const key = keys.get(text);
    if (key !== undefined) kept.text = seal(pack(texts), key, `${event.id} text`);
  }
  return kept;
}

/** The event as it happened, as far as the keys open it. */
export function opened<T extends ActivityEvent>(kept: T, keys: KeysBySubject): T {
  const { who, text } = kept;
  const event = { ...kept };
  delete event.who;
  delete event.text;
  const by = holders(kept);
  const fields = read<Sealed>(who, by.who, keys, `${event.id} who`);
  const texts = read<NonNullable<ActivityEvent['data']>>(text, by.text, keys, `${event.id} text`);
  return { ...event, ...fields, ...(texts === null ? {} : { data: { ...event.data, ...texts } }) };
}

function holders(event: Pick<ActivityEvent, 'actor' | 'tenant'>): { who: string | null; text: string | null } {
  const owner = user(ownerOf(event) ?? undefined);
  const actor = event.actor.kind === 'system' || event.actor.kind === 'anonymous' ? undefined : event.actor.id;
  return { who: user(actor) ?? owner, text: owner };
}

function user(id: string | undefined): string | null {
  return id !== undefined && uuid.test(id) ? id : null;
}

function personalText({ data }: ActivityEvent): Record<string, unknown> | null {
  const texts = Object.entries(data ?? {}).filter(([name, value]) => personalTexts.has(name) && value !== null);
  return texts.length === 0 ? null : Object.fromEntries(texts);
}

function read<T>(sealed: string | undefined, holder: string | null, keys: KeysBySubject, about: string): T | null {
  const key = holder === null ? undefined : keys.get(holder);
  if (sealed === undefined || key === undefined) return null;
  const bytes = open(sealed, key, about);
  if (bytes === null) return null;
  // Sealed as plain JSON before the record was packed.
  return (bytes[0] === OPENING_BRACE ? JSON.parse(bytes.toString('utf8')) : unpack(bytes)) as T;
}

function seal(content: Buffer, key: Buffer, about: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
  const bytes = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([nonce, bytes, cipher.getAuthTag()]).toString('base64url');
}

function open(sealed: string, key: Buffer, about: string): Buffer | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
  decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  try {
    const text = bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES);
    return Buffer.concat([decipher.update(text), decipher.final()]);
  } catch {
    return null;
  }
}
