import * as fc from 'fast-check';
import { holds, type NetworkRange, parseRange } from './network-range.js';
import { PrefixTree } from './prefix-tree.js';

const octet = fc.nat(3);
const v4 = fc
  .tuple(octet, octet, octet, octet, fc.integer({ min: 8, max: 32 }))
  .map(([a, b, c, d, length]) => `${a}.${b * 64}.${c * 85}.${d}/${length}`);
const v6 = fc
  .tuple(octet, octet, octet, octet, fc.integer({ min: 16, max: 64 }))
  .map(([a, b, c, d, length]) => `${a}:${b}:${c}:${d}::/${length}`);
const range = fc.oneof(v4, v6).map((text) => parseRange(text) as NetworkRange);
const caller = range.map(({ text }) => parseRange(text.replace(/\/\d+$/, '')) as NetworkRange);

describe('the prefix tree', () => {
  it('finds exactly the ranges that hold a caller, the widest first', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 200 }), caller, (ranges, who) => {
        const tree = new PrefixTree<NetworkRange>();
        for (const one of ranges) tree.add(one, one);
        const plainly = ranges.filter((one) => holds(one, who)).sort((a, b) => a.length - b.length);
        expect(tree.matches(who)).toEqual(plainly);
      }),
      { numRuns: 500 },
    );
  });
});
