import { assert, constantFrom, integer, pre, property, record } from 'fast-check';
import { keyHash, keyIdForm, keyIdOf, newKeyId, newKeyText } from './key-text.js';

const alphabet = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];

describe('key text', () => {
  it('has the form that scanners look for, and names its id', () => {
    const id = newKeyId();
    const { text } = newKeyText(id);
    expect(id).toMatch(keyIdForm);
    expect(text).toMatch(/^cpk_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
    expect(text.slice(4, 16)).toBe(id);
    expect(keyIdOf(text)).toBe(id);
    expect(newKeyText(id).text).not.toBe(text);
    expect(keyHash(text)).toHaveLength(32);
  });

  it('knows a key that another run made: the checksum stays as it is', () => {
    const body = 'cpk_0000000000AA_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg';
    expect(keyIdOf(`${body}0KYf8y`)).toBe('0000000000AA');
  });

  it('refuses every change of one character', () => {
    const { text } = newKeyText(newKeyId());
    const change = record({
      at: integer({ min: 4, max: text.length - 1 }),
      to: constantFrom(...alphabet, '_', '-', ' ', 'é'),
    });
    assert(
      property(change, ({ at, to }) => {
        pre(text[at] !== to);
        expect(keyIdOf(text.slice(0, at) + to + text.slice(at + 1))).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it('refuses two neighbours exchanged, what is cut off and what is added', () => {
    const { text } = newKeyText(newKeyId());
    for (let at = 4; at < text.length - 1; at += 1) {
      if (text[at] === text[at + 1]) continue;
      expect(keyIdOf(text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2))).toBeNull();
    }
    for (let length = 0; length < text.length; length += 1) expect(keyIdOf(text.slice(0, length))).toBeNull();
    for (const more of ['0', '\n', ' ', '_']) expect(keyIdOf(text + more)).toBeNull();
    expect(keyIdOf(text.toUpperCase())).toBeNull();
  });

  it('uses its alphabet evenly', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 2_000; i += 1) {
      for (const letter of newKeyText('000000000000').text.slice(17, -6)) {
        counts.set(letter, (counts.get(letter) ?? 0) + 1);
      }
    }
    expect([...counts.keys()].sort()).toEqual(alphabet);
    const expected = (2_000 * 43) / 62;
    // Six standard deviations: a fair alphabet fails once in some ten million runs, one of 64 or 256 mod 62 always.
    for (const count of counts.values()) expect(Math.abs(count - expected)).toBeLessThan(6 * Math.sqrt(expected));
  });
});
