import { assert, jsonValue, property } from 'fast-check';
import { jsonExcess } from './json-depth.js';

const excess = (text: string, depth: number, values = Number.POSITIVE_INFINITY) =>
  jsonExcess(Buffer.from(text), { depth, values });
const deeper = (text: string, limit: number) => excess(text, limit) === 'depth';

/** Depth of a parsed value: what the scan must agree with. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('jsonExcess', () => {
  it('counts objects and arrays together', () => {
    expect(deeper('[{"a":[1]}]', 2)).toBe(true);
    expect(deeper('[{"a":[1]}]', 3)).toBe(false);
  });

  it('counts values, but none in strings', () => {
    expect(excess('[1,[2,3],{"a":4}]', 32, 6)).toBeNull();
    expect(excess('[1,[2,3],{"a":4},5]', 32, 6)).toBe('values');
    expect(excess('[[],[[],{}]]', 32, 5)).toBe('values');
    expect(excess('["a,b,c,d,e,f,[[["]', 32, 1)).toBeNull();
  });

  it('does not count brackets in strings, whatever is escaped', () => {
    expect(deeper('{"a":"[[[[{{{{","b\\"[[[":"\\\\"}', 1)).toBe(false);
  });

  it('agrees with the depth of the parsed value', () => {
    assert(
      property(jsonValue({ maxDepth: 6 }), (value) => {
        const depth = depthOf(value);
        const text = JSON.stringify(value);
        expect(deeper(text, depth)).toBe(false);
        if (depth > 0) expect(deeper(text, depth - 1)).toBe(true);
      }),
    );
  });

  it.each([
    ['a string that never ends', '["abc'],
    ['a lone backslash at the end', '"\\'],
    ['nothing', ''],
    ['closing brackets alone', ']]]]]'],
  ])('ends on %s', (_, text) => {
    expect(deeper(text, 32)).toBe(false);
  });

  it('stands 5 MB of brackets', () => {
    expect(deeper('['.repeat(5_000_000), 32)).toBe(true);
    expect(deeper('[]'.repeat(2_500_000), 32)).toBe(false);
  });
});
