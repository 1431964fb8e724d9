import { assert, property, uint8Array } from 'fast-check';
import { base32 } from './base32.js';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-code.js';
import { matchingStep, otpauthUri, stepAt, totpCode } from './totp.js';

const secret = Buffer.from('12345678901234567890');
const at = (seconds: number) => seconds * 1000;

describe('one-time codes by time', () => {
  // RFC 6238, appendix B (SHA-1), the last six of its eight digits.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at %i s', (seconds, code) => {
    expect(totpCode(secret, stepAt(at(seconds)))).toBe(code);
  });

  it('count one step early and one step late, and no more', () => {
    const now = at(1_234_567_890);
    const step = stepAt(now);
    const found = [-2, -1, 0, 1, 2].map((distance) => matchingStep(secret, totpCode(secret, step + distance), now));
    expect(found).toEqual([null, step - 1, step, step + 1, null]);
  });

  it.each(['', '28708', '2870820', '２８７０８２', '287 82', '-28708'])('are nothing else: %j', (code) => {
    expect(matchingStep(secret, code, at(59))).toBeNull();
  });

  it('of another secret do not count', () => {
    const other = Buffer.from('12345678901234567891');
    expect(matchingStep(other, totpCode(secret, 1), at(59))).toBeNull();
  });

  it('are told to the app by a URI that no account name can break', () => {
    const uri = new URL(otpauthUri(secret, 'CodePitamah', 'a:b?c&secret=x@example.org'));
    expect(uri.host).toBe('totp');
    expect(decodeURIComponent(uri.pathname)).toBe('/CodePitamah:a:b?c&secret=x@example.org');
    expect([...uri.searchParams.keys()]).toEqual(['secret', 'issuer', 'algorithm', 'digits', 'period']);
    expect(uri.searchParams.get('secret')).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  });
});

describe('base32', () => {
  // RFC 4648 §10, without padding.
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('writes %j as %j', (text, expected) => {
    expect(base32(Buffer.from(text))).toBe(expected);
  });

  it('writes five bits a letter, whatever the bytes', () => {
    assert(
      property(uint8Array({ maxLength: 40 }), (bytes) => {
        const bits = [...base32(Buffer.from(bytes))]
          .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
          .join('');
        const expected = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
        expect(bits.slice(0, expected.length)).toBe(expected);
        expect(bits.length - expected.length).toBeLessThan(5);
      }),
    );
  });
});

describe('recovery codes', () => {
  it('are ten different ones of 120 bits', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([A-Z2-7]{4}-){5}[A-Z2-7]{4}$/);
  });

  it('are the same code in small letters and without hyphens', () => {
    const [code] = newRecoveryCodes() as [string];
    const hash = recoveryCodeHash(code);
    expect(recoveryCodeHash(code.toLowerCase())).toEqual(hash);
    expect(recoveryCodeHash(code.replaceAll('-', ''))).toEqual(hash);
  });

  it.each(['', '123456', 'ABCD-EFGH-IJKL-MNOP-QRST-UVW', 'ABCD-EFGH-IJKL-MNOP-QRST-UVW1', 'ABCDEFGHIJKLMNOPQRSTUVWXY'])(
    'are not %j',
    (text) => {
      expect(recoveryCodeHash(text)).toBeNull();
    },
  );
});
