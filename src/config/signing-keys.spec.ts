import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { parseSigningKeys } from './signing-keys.js';

const secret = (kid: string, bytes = 32) => ({ kty: 'oct', kid, k: randomBytes(bytes).toString('base64url') });
const pair = generateKeyPairSync('ed25519');
const ed = { ...pair.privateKey.export({ format: 'jwk' }), kid: 'ed' };
const parse = (...keys: unknown[]) => parseSigningKeys(JSON.stringify({ keys }));

describe('JWT_KEYS', () => {
  it('is a key set, or its list alone', () => {
    expect(parse(ed, secret('a')).map(({ kid, algorithm }) => [kid, algorithm])).toEqual([
      ['ed', 'EdDSA'],
      ['a', 'HS256'],
    ]);
    expect(parseSigningKeys(JSON.stringify([secret('a')]))).toHaveLength(1);
  });

  it('may hold public keys that verify, but not as the first', () => {
    const verifying = { ...pair.publicKey.export({ format: 'jwk' }), kid: 'old' };
    expect(parse(secret('a'), verifying)[1]?.material.type).toBe('public');
    expect(() => parse(verifying)).toThrow('private key');
  });

  it.each<[string, unknown[]]>([
    ['is empty', []],
    ['has five keys', ['a', 'b', 'c', 'd', 'e'].map((kid) => secret(kid))],
    ['names two alike', [secret('a'), secret('a')]],
    ['has a key without a name', [{ ...secret('a'), kid: undefined }]],
    ['has a name with a slash', [secret('../a')]],
    ['has a short secret', [secret('a', 31)]],
    ['has a secret of one letter', [{ kty: 'oct', kid: 'a', k: 'A'.repeat(43) }]],
    [
      'has an RSA key',
      [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), kid: 'a' }],
    ],
    [
      'has another curve',
      [{ ...generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ format: 'jwk' }), kid: 'a' }],
    ],
    ['has a damaged key', [{ ...ed, d: 'AAAA' }]],
    ['says another algorithm', [{ ...ed, alg: 'ES256' }]],
    ['holds no objects', ['a', null]],
  ])('is refused when it %s, without a word of its secrets', (_, keys) => {
    const texts = keys.flatMap((key) => Object.entries(key ?? {})).filter(([name]) => name === 'k' || name === 'd');
    let message = '';
    try {
      parse(...keys);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).not.toBe('');
    for (const [, text] of texts) expect(message).not.toContain(text);
  });

  it.each(['', '{', 'null', '"x"', '{"keys":{}}'])('is refused as %j', (text) => {
    expect(() => parseSigningKeys(text)).toThrow('JSON Web Key Set');
  });
});
