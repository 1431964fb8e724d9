import { createHmac, sign, timingSafeEqual, verify } from 'node:crypto';
import type { RingKey } from './ring-key.js';

/**
 * JWS signatures (RFC 7515, 7518, 8037) over `header.payload`, by the algorithm that the key is for. jsonwebtoken knows
 * no EdDSA; these few lines know all three.
 */
export function signatureHolds(signed: string, signature: Buffer, { algorithm, verifier }: RingKey): boolean {
  const data = Buffer.from(signed);
  if (algorithm === 'HS256') {
    const expected = createHmac('sha256', verifier).update(data).digest();
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  }
  if (algorithm === 'EdDSA') return verify(null, data, verifier, signature);
  return verify('sha256', data, { key: verifier, dsaEncoding: 'ieee-p1363' }, signature);
}

/** A compact JWS signed with Ed25519. */
export function signEdDsa(header: object, payload: object, { kid, signer }: RingKey): string {
  if (signer === null) throw new Error(`the key ${kid} can only verify`);
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${sign(null, Buffer.from(signed), signer).toString('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
