import { createHash, randomBytes } from 'node:crypto';
import { base32 } from './base32.js';

/** How many are made at once. */
const COUNT = 10;
/** 120 bits: nobody finds one by trying, so a plain hash keeps it (ASVS 5.0 §6.5.2 asks for 112). */
const BYTES = 15;
const form = /^[A-Z2-7]{24}$/;

/** Ten new codes as they are shown, this once: `ABCD-EFGH-IJKL-MNOP-QRST-UVWX`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: COUNT }, () => base32(randomBytes(BYTES)).replace(/(.{4})(?=.)/g, '$1-'));
}

/** What is stored of a code, and looked for; null for a text that is none. Case and hyphens do not matter. */
export function recoveryCodeHash(code: string): Buffer | null {
  const plain = code.replaceAll('-', '').toUpperCase();
  return form.test(plain) ? createHash('sha256').update(plain).digest() : null;
}
