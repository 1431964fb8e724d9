import { isCommon } from './blocklist.js';

/** Longer ones are refused before anything is computed over them; never cut. */
export const MAX_PASSWORD_BYTES = 1024;
const MIN_CODE_POINTS = 8;
/** Under the strict preset, where the password is the only factor (NIST 800-63B-4 §3.1.1.2). */
export const MIN_SINGLE_FACTOR_CODE_POINTS = 15;

/** Words that say nothing new about their owner: shorter ones occur by chance. */
const SHORTEST_WORD = 4;
/** What a password must hold besides such a word, code points. */
const REST_CODE_POINTS = 6;

export interface PasswordOwner {
  email?: string | undefined;
  name?: string | null | undefined;
}

/**
 * Says why a new password is not accepted, or null. Length in code points, at least `shortest`, a list of common passwords and words of the context, and
 * nothing about kinds of characters (ASVS 5.0 §6.2, NIST 800-63B-4).
 */
export function passwordProblem(password: string, owner: PasswordOwner, shortest = MIN_CODE_POINTS): string | null {
  // Half a surrogate pair has no bytes of its own: all of them would be one and the same character.
  if (!isWellFormed(password)) return 'must be text without lone surrogates';
  if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES) return `must have at most ${MAX_PASSWORD_BYTES} bytes`;
  if (codePoints(password.normalize('NFC')) < shortest) return `must have at least ${shortest} characters`;
  if (isCommon(password)) return 'is too common: it is among the first that are guessed';
  const lower = password.normalize('NFC').toLowerCase();
  for (const word of contextWords(owner)) {
    if (lower.includes(word) && codePoints(lower.replaceAll(word, '')) < REST_CODE_POINTS) {
      return 'is too close to your name, your e-mail address or the name of this service';
    }
  }
  return null;
}

/** Node.js has a method for it that the language level of this code does not know yet. */
export function isWellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text);
}

function contextWords(owner: PasswordOwner): string[] {
  const { email = '' } = owner;
  const local = email.slice(0, Math.max(0, email.lastIndexOf('@')));
  const name = owner.name ?? '';
  const words = [
    'codepitamah',
    email,
    local,
    ...local.split(/[^\p{L}\p{N}]+/u),
    name,
    ...name.split(/[^\p{L}\p{N}]+/u),
  ];
  return words.map((word) => word.normalize('NFC').toLowerCase()).filter((word) => codePoints(word) >= SHORTEST_WORD);
}

function codePoints(text: string): number {
  return [...text].length;
}
