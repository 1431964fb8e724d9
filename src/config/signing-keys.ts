import { createPrivateKey, createPublicKey, createSecretKey, type JsonWebKey, type KeyObject } from 'node:crypto';

export const signingAlgorithms = ['HS256', 'ES256', 'EdDSA'] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];

/** One key that access tokens may be signed with, as the operator gave it. */
export interface GivenKey {
  kid: string;
  algorithm: SigningAlgorithm;
  /** A secret or a private key, or a public key that can only verify. */
  material: KeyObject;
}

/** One key that signs, and so many that only verify. */
export const MAX_VERIFY_ONLY = 3;

const kidForm = /^[A-Za-z0-9._-]{1,64}$/;
const MIN_SECRET_BYTES = 32;

/**
 * Parses JWT_KEYS: a JSON Web Key Set (RFC 7517) with secrets or private keys. The first key signs, the others verify.
 * @throws Error with what is wrong; no part of a key is ever in it.
 */
export function parseSigningKeys(text: string): GivenKey[] {
  let set: unknown;
  try {
    set = JSON.parse(text);
  } catch {
    throw new Error('must be a JSON Web Key Set: {"keys": [...]}');
  }
  const list = Array.isArray(set) ? set : (set as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(list) || list.length === 0) throw new Error('must be a JSON Web Key Set with at least one key');
  if (list.length > 1 + MAX_VERIFY_ONLY) throw new Error(`must hold at most ${1 + MAX_VERIFY_ONLY} keys`);
  const keys = list.map((jwk: unknown, i) => parseKey(jwk, `key ${i + 1}`));
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length) throw new Error('must not name two keys alike (kid)');
  if (keys[0]?.material.type === 'public') throw new Error('the first key signs: it must be a private key or a secret');
  return keys;
}

function parseKey(jwk: unknown, name: string): GivenKey {
  if (typeof jwk !== 'object' || jwk === null) throw new Error(`${name}: must be an object`);
  const { kid, kty, crv, k, d } = jwk as Record<string, unknown>;
  if (typeof kid !== 'string' || !kidForm.test(kid)) {
    throw new Error(`${name}: kid must be 1 to 64 letters, digits, dots, dashes or underscores`);
  }
  const algorithm = algorithmOf(kty, crv);
  if (algorithm === null) throw new Error(`${name}: must be of type oct, EC with P-256 or OKP with Ed25519`);
  const given = (jwk as Record<string, unknown>)['alg'];
  if (given !== undefined && given !== algorithm) throw new Error(`${name}: such a key is for ${algorithm}`);
  if (algorithm === 'HS256') return { kid, algorithm, material: secretKey(k, name) };
  try {
    const input = { key: jwk as JsonWebKey, format: 'jwk' } as const;
    return { kid, algorithm, material: d === undefined ? createPublicKey(input) : createPrivateKey(input) };
  } catch {
    throw new Error(`${name}: is damaged`);
  }
}

function algorithmOf(kty: unknown, crv: unknown): SigningAlgorithm | null {
  if (kty === 'oct') return 'HS256';
  if (kty === 'EC' && crv === 'P-256') return 'ES256';
  return kty === 'OKP' && crv === 'Ed25519' ? 'EdDSA' : null;
}

function secretKey(k: unknown, name: string): KeyObject {
  const bytes = typeof k === 'string' && /^[A-Za-z0-9_-]+$/.test(k) ? Buffer.from(k, 'base64url') : Buffer.alloc(0);
  if (bytes.length < MIN_SECRET_BYTES)
    throw new Error(`${name}: k must be at least ${MIN_SECRET_BYTES} bytes, base64url`);
  if (new Set(bytes).size < 10) throw new Error(`${name}: k repeats too few different bytes`);
  return createSecretKey(bytes);
}
