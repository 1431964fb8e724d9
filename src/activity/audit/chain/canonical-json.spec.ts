import { assert, dictionary, jsonValue, property, string } from 'fast-check';
import { canonicalJson } from './canonical-json.js';

describe('canonicalJson', () => {
  it('is what RFC 8785 prints', () => {
    // The RFC's own examples: §3.2.2 (values) and §3.2.3 (order).
    const values = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
        '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    ) as unknown;
    expect(canonicalJson(values)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    const names = { '€': 5, '\r': 1, '\ufb33': 7, '1': 2, '😀': 6, '\x80': 3, ö: 4 };
    expect(Object.values(JSON.parse(canonicalJson(names)) as object).filter((n) => n !== 2)).toEqual([
      1, 3, 4, 5, 6, 7,
    ]);
  });

  it('does not depend on the order of members, and says the same value', () => {
    assert(
      property(dictionary(string(), jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('takes no names for others that join to the same', () => {
    for (const names of [['b\0a', 'c'], ['b', 'a\0c'], ['c', 'a', 'b'], ['b', 'a', 'c'], ['b\0a\0c']]) {
      for (let again = 0; again < 2; again += 1) {
        const text = canonicalJson(Object.fromEntries(names.map((name) => [name, 1])));
        expect(text).toBe(
          `{${names
            .toSorted()
            .map((name) => `${JSON.stringify(name)}:1`)
            .join(',')}}`,
        );
      }
    }
  });

  it('leaves out what is not there', () => {
    expect(canonicalJson({ b: undefined, a: [undefined] })).toBe('{"a":[null]}');
  });
});
