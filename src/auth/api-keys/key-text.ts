import { hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * The text of an API key: `cpk_<id>_<secret><checksum>`, an id of 12, a secret of 43 (256 bits) and a checksum of 6
 * characters of base 62: CRC-32 of all that stands before it. Secret scanners know the prefix, and a typo or a cut-off
 * copy is refused without asking any store. The secret is random and long: SHA-256 is enough of a hash (a slow one
 * defends guessable secrets), and looking up by id keeps the comparison of hashes out of the database.
 */
export const KEY_PREFIX = 'cpk_';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 12;
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const form = /^cpk_([0-9A-Za-z]{12})_[0-9A-Za-z]{49}$/;

/** What an id must look like to be one. */
export const keyIdForm = /^[0-9A-Za-z]{12}$/;

export interface KeyText {
  id: string;
  /** The whole key: shown once, never stored. */
  text: string;
}

export function newKeyId(): string {
  return randomText(ID_LENGTH);
}

export function newKeyText(id: string): KeyText {
  const body = `${KEY_PREFIX}${id}_${randomText(SECRET_LENGTH)}`;
  return { id, text: body + checksum(body) };
}

/** The id that a key names; null when it is no key, or was not copied whole and right. */
export function keyIdOf(text: string): string | null {
  const id = form.exec(text)?.[1];
  if (id === undefined) return null;
  return checksum(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH) ? id : null;
}

/** What is stored of a key. */
export function keyHash(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

/** Uniform over the alphabet: bytes from the incomplete last round of 62 are thrown away. */
function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 4 * ALPHABET.length && text.length < length) text += ALPHABET[byte % ALPHABET.length] as string;
    }
  }
  return text;
}

function checksum(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let i = 0; i < CHECKSUM_LENGTH; i += 1) {
    text = (ALPHABET[rest % ALPHABET.length] as string) + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}
