import { KeyRing } from './key-ring.js';
import { exportMaterial, generateKey, importMaterial, ringKey, ringKeyOfSecret } from './ring-key.js';

const [a, b, c] = [generateKey('EdDSA'), generateKey('ES256'), generateKey('HS256')].map(ringKey) as [
  ReturnType<typeof ringKey>,
  ReturnType<typeof ringKey>,
  ReturnType<typeof ringKey>,
];

describe('KeyRing', () => {
  it('publishes public parts only, and nothing of a shared secret', () => {
    const { keys } = new KeyRing({ signer: a, keys: [a, b, c] }).publicKeys();
    expect(keys).toEqual([
      { kty: 'OKP', crv: 'Ed25519', x: expect.any(String), kid: a.kid, alg: 'EdDSA', use: 'sig' },
      { kty: 'EC', crv: 'P-256', x: expect.any(String), y: expect.any(String), kid: b.kid, alg: 'ES256', use: 'sig' },
    ]);
  });

  it('counts what was proved before as void once a key is gone, and only then', () => {
    const ring = new KeyRing({ signer: a, keys: [a] });
    const { generation } = ring;
    ring.replace({ signer: b, keys: [a, b] });
    expect([ring.signer.kid, ring.generation]).toEqual([b.kid, generation]);
    ring.replace({ signer: b, keys: [b] });
    expect(ring.generation).toBe(generation + 1);
    expect(ring.find(a.kid)).toBeUndefined();
  });

  it('keeps the object of a key that stays', () => {
    const ring = new KeyRing({ signer: a, keys: [a] });
    ring.replace({ signer: { ...a }, keys: [{ ...a }, b] });
    expect(ring.find(a.kid)).toBe(a);
    expect(ring.signer).toBe(a);
  });
});

describe('a ring key', () => {
  it('is named after its secret, alike everywhere', () => {
    const secret = 'q8Zt3vN7rX1mK5wB9yD2fH6jL0pS4uA8';
    expect(ringKeyOfSecret(secret).kid).toBe(ringKeyOfSecret(secret).kid);
    expect(secret).not.toContain(ringKeyOfSecret(secret).kid);
  });

  it.each(['HS256', 'ES256', 'EdDSA'] as const)('of %s survives being kept', (algorithm) => {
    const key = generateKey(algorithm);
    const again = importMaterial(algorithm, exportMaterial(key));
    expect(again.equals(key.material)).toBe(true);
  });
});
