import * as fc from 'fast-check';
import { parseJsonc } from './jsonc.js';

describe('parseJsonc', () => {
  it('reads every JSON value as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value, null, 1);
        expect(parseJsonc(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is not slowed down by what never ends', () => {
    for (const text of ['/*'.repeat(200_000), '"\\"'.repeat(200_000), ','.repeat(400_000)]) {
      expect(() => parseJsonc(text)).toThrow(SyntaxError);
    }
  });
});
