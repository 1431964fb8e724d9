import { createHmac, randomInt } from 'node:crypto';

/** No vowels, so no words; no letter that looks like another or like a digit (RFC 8628 §6.1). */
const alphabet = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;
const form = new RegExp(`^[${alphabet}]{${LENGTH}}$`);

/** A new code as it is shown: `WDJB-MJHT`. */
export function newUserCode(): string {
  const letters = Array.from({ length: LENGTH }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** The letters of a code as somebody typed it, whatever the case and what stands between them; null for no code. */
export function readUserCode(typed: string): string | null {
  const letters = typed.replace(/[\s._-]/g, '').toUpperCase();
  return form.test(letters) ? letters : null;
}

/** What is stored: with 35 bits a code needs a key to be kept by its hash. */
export function userCodeHash(letters: string, key: string): Buffer {
  return createHmac('sha256', key).update(letters).digest();
}
