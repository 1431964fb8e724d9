import * as fc from 'fast-check';
import { parseEmail } from './email-address.js';

const key = (text: string): string => {
  const parsed = parseEmail(text);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed.key;
};

describe('parseEmail', () => {
  it('keeps the address as typed and makes one key of its spellings', () => {
    expect(parseEmail('Ada.L+tag@Example.ORG')).toEqual({
      email: 'Ada.L+tag@Example.ORG',
      key: 'ada.l+tag@example.org',
    });
    expect(key('a@BÜCHER.example')).toBe(key('a@xn--bcher-kva.example'));
    expect(key('a.b@x.example')).not.toBe(key('ab@x.example'));
  });

  it.each([
    ['a full-width letter', '\uff41@b.co'],
    ['the Kelvin sign', '\u212a@b.co'],
    ['a ligature', '\ufb01@b.co'],
    ['a decomposed é', 'e\u0301@b.co'],
    ['a zero-width space', 'a\u200bb@b.co'],
    ['a variation selector', 'a\ufe0f@b.co'],
    ['a combining grapheme joiner', 'a\u034fb@b.co'],
    ['a Hangul filler', 'a\u115f@b.co'],
    ['a soft hyphen in the domain', 'a@b\u00ad.co'],
    ['a right-to-left override', 'a\u202eb@b.co'],
    ['a leading space', ' a@b.co'],
    ['a trailing newline', 'a@b.co\n'],
    ['a no-break space', 'a\u00a0b@b.co'],
    ['NUL', 'a\u0000@b.co'],
    ['a lone surrogate', 'a\ud800@b.co'],
    ['a quoted local part', '"a b"@b.co'],
    ['a comment', 'a(x)@b.co'],
    ['two @', 'a@b@c.co'],
    ['no local part', '@b.co'],
    ['no domain', 'a@'],
    ['one label', 'a@localhost'],
    ['an address literal', 'a@[127.0.0.1]'],
    ['an IPv4 address', 'a@127.0.0.1'],
    ['a hexadecimal IPv4 address', 'a@0x7f.1'],
    ['a port', 'a@b.co:25'],
    ['a percent escape', 'a@b%2eco.example'],
    ['dots at the edge', '.a@b.co'],
    ['two dots', 'a..b@b.co'],
    ['an empty label', 'a@b..co'],
    ['a hyphen at the edge of a label', 'a@-b.co'],
    ['a local part that is too long', `${'a'.repeat(65)}@b.co`],
    ['an address that is too long', `a@${`${'b'.repeat(60)}.`.repeat(5)}co`],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(typeof parseEmail(text)).toBe('string');
  });

  it('gives every key it makes the same key again', () => {
    const address = fc.tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), fc.domain());
    fc.assert(
      fc.property(address, ([local, domain]) => {
        const parsed = parseEmail(`${local}@${domain}`);
        if (typeof parsed === 'string') return;
        expect(key(parsed.key)).toBe(parsed.key);
      }),
    );
  });
});
