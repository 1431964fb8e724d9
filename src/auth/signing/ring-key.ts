import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { GivenKey, SigningAlgorithm } from '../../config/signing-keys.js';

/** One key of the ring. The entry fixes the algorithm: what a token's header says can only agree or be refused. */
export interface RingKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  /** A KeyObject: from a string, jsonwebtoken would try to parse a public key on each call, at thirty times the cost. */
  readonly verifier: KeyObject;
  /** Null for a key that was given to verify only. */
  readonly signer: KeyObject | null;
}

const SECRET_BYTES = 32;

/** @param material a secret, a private key, or a public key that only verifies. */
export function ringKey({ kid, algorithm, material }: GivenKey): RingKey {
  if (material.type === 'secret') return { kid, algorithm, verifier: material, signer: material };
  if (material.type === 'public') return { kid, algorithm, verifier: material, signer: null };
  return { kid, algorithm, verifier: createPublicKey(material), signer: material };
}

/** The key of JWT_SECRET. The same secret has the same name on every instance, and the name tells nothing of it. */
export function ringKeyOfSecret(secret: string): GivenKey {
  const kid = createHmac('sha256', secret).update('kid').digest('base64url').slice(0, 12);
  return { kid, algorithm: 'HS256', material: createSecretKey(secret, 'utf8') };
}

export function generateKey(algorithm: SigningAlgorithm): GivenKey {
  const kid = randomBytes(9).toString('base64url');
  return { kid, algorithm, material: generateMaterial(algorithm) };
}

function generateMaterial(algorithm: SigningAlgorithm): KeyObject {
  if (algorithm === 'HS256') return createSecretKey(randomBytes(SECRET_BYTES));
  if (algorithm === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  return generateKeyPairSync('ed25519').privateKey;
}

/** The secret part as bytes, to be encrypted and kept. */
export function exportMaterial({ material }: GivenKey): Buffer {
  return material.type === 'secret' ? material.export() : material.export({ format: 'der', type: 'pkcs8' });
}

/** Undoes `exportMaterial`. @throws when the bytes are no such key. */
export function importMaterial(algorithm: SigningAlgorithm, bytes: Buffer): KeyObject {
  if (algorithm === 'HS256') return createSecretKey(bytes);
  return createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' });
}

/** RFC 7517 form of the public part; null for a shared secret, which has none. */
export function publicJwk({ kid, algorithm, verifier }: RingKey): JsonWebKey | null {
  if (algorithm === 'HS256') return null;
  return { ...verifier.export({ format: 'jwk' }), kid, alg: algorithm, use: 'sig' };
}
