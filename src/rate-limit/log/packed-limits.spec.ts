import { assert, constantFrom, integer, property, record } from 'fast-check';
import { mode, packedLimits, packLimits } from './packed-limits.js';

const count = integer({ min: 0, max: 16_383 });
const time = integer({ min: 0, max: 268_435_455 });
const limitsOf = record({ limit: count, windowMs: time, burst: count, burstWindowMs: time, pauseMs: time });

/** As the script reads it. */
function unpacked(text: string): number[] {
  const bytes = [...Buffer.from(text, 'latin1')];
  const number = (from: number, to: number) => bytes.slice(from, to).reduce((sum, byte) => sum * 128 + byte, 0);
  const edges = [0, 1, 3, 5, 7, 11, 15, 19, 23];
  return edges.slice(1).map((to, index) => number(edges[index] as number, to));
}

describe('packLimits', () => {
  it('gives every number back from 23 ASCII characters', () => {
    assert(
      property(limitsOf, time, count, constantFrom(...Object.values(mode)), (limits, keepMs, cost, mode) => {
        const text = packLimits(limits, { keepMs, cost, mode });
        expect(Buffer.byteLength(text)).toBe(23);
        const { limit, windowMs, burst, burstWindowMs, pauseMs } = limits;
        expect(unpacked(text)).toEqual([mode, limit, burst, cost, windowMs, burstWindowMs, pauseMs, keepMs]);
        expect(packedLimits(limits, { keepMs, cost, mode })).toBe(text);
        expect(packedLimits(limits, { keepMs, cost, mode })).toBe(text);
      }),
    );
  });

  it('refuses what does not fit', () => {
    const limits = { limit: 1, windowMs: 1, burst: 1, burstWindowMs: 1, pauseMs: 1 };
    for (const cost of [-1, 1.5, 16_384, Number.NaN]) {
      expect(() => packLimits(limits, { keepMs: 1, cost, mode: 0 })).toThrow(RangeError);
    }
    expect(() => packLimits({ ...limits, windowMs: 2 ** 28 }, { keepMs: 1, cost: 1, mode: 0 })).toThrow(RangeError);
  });
});
