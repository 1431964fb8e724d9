import {
  array,
  assert,
  base64String,
  double,
  float,
  jsonValue,
  oneof,
  property,
  string,
  uint8Array,
  uuid,
} from 'fast-check';
import { dictionary } from './dictionary.js';
import { pack, unpack } from './packed-json.js';

const wellFormed = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('packed JSON', () => {
  it('comes back as it was', () => {
    const digest = oneof(
      uuid(),
      uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('hex')),
      base64String(),
    );
    const words = oneof(...dictionary.map((word) => string().map(() => word)));
    const value = oneof(jsonValue(), array(oneof(digest, words, double(), float(), jsonValue())));
    assert(
      property(value, (given) => {
        const json = wellFormed(given);
        expect(unpack(pack(json))).toEqual(json);
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps the numbers and names that are easily lost', () => {
    for (const value of [0, -1, 47, 48, 2 ** 31, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 0.1, 12.34, 1e-7, 1e300, 99.999]) {
      expect(unpack(pack(value))).toBe(value);
    }
    const named = JSON.parse('{"__proto__":{"a":1},"constructor":2,"":3}') as object;
    const back = unpack(pack(named)) as object;
    expect(JSON.stringify(back)).toBe(JSON.stringify(named));
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
  });

  it('writes a digest once', () => {
    const id = '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e';
    const value = { id, decision: { id }, list: [id, 'ab'.repeat(32), 'ab'.repeat(32)] };
    expect(unpack(pack(value))).toEqual(value);
    expect(pack(value).length).toBeLessThan(75);
    const many = Array.from({ length: 200 }, (_, index) => (1_000_000_000_000_000 + (index % 90)).toString());
    expect(unpack(pack(many))).toEqual(many);
  });

  it('reads nothing else', () => {
    assert(
      property(uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          unpack(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 3_000 },
    );
    const whole = pack({ type: 'http.request', corr: 'a request', ms: 12.5 });
    for (let length = 0; length < whole.length; length += 1) {
      expect(() => unpack(whole.subarray(0, length))).toThrow(RangeError);
    }
    expect(() => unpack(Buffer.concat([whole, Buffer.of(0)]))).toThrow(RangeError);
    expect(() => unpack(Buffer.alloc(100, Buffer.of(0x0b, 1)))).toThrow(RangeError);
  });

  it('leaves out what JSON leaves out', () => {
    expect(unpack(pack({ a: 1, absent: undefined, list: [undefined, Number.NaN] }))).toEqual({
      a: 1,
      list: [null, null],
    });
  });

  it('has each word once', () => {
    expect(new Set(dictionary).size).toBe(dictionary.length);
  });
});
