import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The service's own secrets: each at least 32 bytes of entropy. */
export interface Secrets {
  /** Signs access tokens (HS256). */
  readonly jwt: string;
  /** Encrypts personal fields at rest and keys the hashes of addresses and unknown e-mails. */
  readonly data: string;
}

const wellKnown = /secret|changeme|change-me|password|example|your[-_ ]|default|12345|qwerty|codepitamah/i;

/**
 * Says why a signing secret is too weak to sign with, or null when it is good.
 * The estimate is deliberately plain: length, known samples, and the number of distinct characters.
 */
export function secretWeakness(secret: string): string | null {
  if (Buffer.byteLength(secret) < 32) return 'must have at least 32 bytes';
  if (new Set(secret).size < 10) return 'repeats too few different characters';
  if (wellKnown.test(secret)) return 'contains a well-known sample word';
  return null;
}

/** A secret of its own purpose from another one (HKDF, RFC 5869): knowing either tells nothing about the other. */
export function derivedSecret(secret: string, purpose: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', `codepitamah ${purpose}`, 48)).toString('base64url');
}

/**
 * Reads a secret kept beside the data, or makes it (mode 0600, created exclusively, so two processes cannot each
 * believe in their own).
 * @throws the file system's error when the folder cannot be written.
 */
export function keptSecret(dataDir: string, name: string): string {
  const folder = join(dataDir, 'secrets');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, name);
  const made = randomBytes(48).toString('base64url');
  try {
    writeFileSync(file, made, { mode: 0o600, flag: 'wx', flush: true });
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const kept = readFileSync(file, 'utf8').trim();
    if (Buffer.byteLength(kept) < 32)
      throw new Error(`the kept secret ${name} is damaged: restore or remove it`, { cause: error });
    return kept;
  }
}
