import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOnce } from './create-once.js';
import { StartError } from './start-error.js';

/** The service's own secrets: each at least 32 bytes of entropy. */
export interface Secrets {
  /** Signs access tokens (HS256). */
  readonly jwt: string;
  /** Encrypts personal fields at rest and keys the hashes of addresses and unknown e-mails. */
  readonly data: string;
}

const sampleWords = /secret|changeme|change-me|password|example|your[-_ ]|default|12345|qwerty|codepitamah/i;

/**
 * Says why a secret is too weak to sign or encrypt with, or null when it is good.
 * The estimate is deliberately plain: length and the number of distinct characters, and in production also words that
 * stand in samples, because there a copied sample is a published key.
 */
export function secretWeakness(secret: string, production: boolean): string | null {
  if (Buffer.byteLength(secret) < 32) return 'must have at least 32 bytes';
  if (new Set(secret).size < 10) return 'repeats too few different characters';
  if (production && sampleWords.test(secret)) return 'contains a word of a well-known sample';
  return null;
}

/** A secret of its own purpose from another one (HKDF, RFC 5869): knowing either tells nothing about the other. */
export function derivedSecret(secret: string, purpose: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', `codepitamah ${purpose}`, 48)).toString('base64url');
}

/**
 * Reads a secret kept beside the data (mode 0600), or makes it. Of two processes that make it at once one wins, and both
 * use its.
 * @throws StartError when the folder cannot be written or the kept secret is damaged.
 */
export function keptSecret(dataDir: string, name: string): string {
  const folder = join(dataDir, 'secrets');
  const file = join(folder, name);
  let kept: string;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    createOnce(file, randomBytes(48).toString('base64url'));
    kept = readFileSync(file, 'utf8').trim();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new StartError(
      `The secret in ${file} can be neither read nor made (${code}): make the folder writable, or set JWT_SECRET and DATA_SECRET.`,
      { cause: error },
    );
  }
  if (Buffer.byteLength(kept) < 32) throw new StartError(`The secret in ${file} is damaged: restore it, or remove it.`);
  return kept;
}
