import * as fc from 'fast-check';
import type { Ecosystem } from '../manifest.js';
import { versionOrders } from './version-order.js';

/** Versions of each ecosystem in their order, as its own specification gives it. */
const ordered: Readonly<Record<Ecosystem, readonly string[]>> = {
  npm: [
    '0.0.1-alpha',
    '0.0.1',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.2.0',
    '1.10.0',
    '2.0.0',
  ],
  Go: [
    'v0.0.0-20190101000000-abcdefabcdef',
    'v0.0.1',
    'v1.0.0-rc.1',
    'v1.0.0',
    'v1.0.1-0.20200101000000-abcdefabcdef',
    'v1.0.1',
    'v2.0.0+incompatible',
  ],
  'crates.io': ['0.1.0', '0.1.10', '1.0.0-alpha.1', '1.0.0'],
  PyPI: [
    '1.0.dev1',
    '1.0a1.dev1',
    '1.0a1',
    '1.0a1.post1',
    '1.0b2',
    '1.0rc1',
    '1.0',
    '1.0+abc',
    '1.0+abc.5',
    '1.0+5',
    '1.0.post1.dev1',
    '1.0.post1',
    '1.1',
    '1.10',
    '1!0.1',
  ],
  Maven: [
    '1-alpha-1',
    '1-alpha-2',
    '1-beta-1',
    '1-milestone-1',
    '1-rc-1',
    '1-SNAPSHOT',
    '1',
    '1-sp',
    '1-1',
    '1.1',
    '1.9',
    '1.10',
    '2',
  ],
  NuGet: ['1.0.0-Alpha', '1.0.0-beta', '1.0.0', '1.0.0.1', '1.0.1', '1.2', '1.10'],
  RubyGems: ['1.0.a', '1.0.b1', '1.0.rc1', '1.0', '1.0.1', '1.9', '1.10', '2.0.0.pre1', '2.0.0'],
  Packagist: [
    '1.0-dev',
    '1.0.0-alpha1',
    '1.0.0-beta2',
    '1.0.0-RC1',
    '1.0.0',
    '1.0.0-p1',
    '1.0.1',
    '1.9',
    '1.10',
    '2.0',
  ],
};

const equals: Readonly<Record<Ecosystem, readonly [string, string][]>> = {
  npm: [
    ['v1.0.0', '1.0.0'],
    ['1.0.0+a', '1.0.0+b'],
  ],
  Go: [['v2.0.0+incompatible', 'v2.0.0']],
  'crates.io': [['1.0.0', '1.0.0+x']],
  PyPI: [
    ['1.0', '1.0.0'],
    ['1.0a1', '1.0-alpha.1'],
    ['1.0-1', '1.0.post1'],
    ['V1.0RC1', '1.0c1'],
  ],
  Maven: [
    ['1', '1.0.0'],
    ['1.0', '1.0-ga'],
    ['1-final', '1'],
    ['1a1', '1-alpha-1'],
    ['1-cr1', '1-rc1'],
  ],
  NuGet: [
    ['1.0', '1.0.0.0'],
    ['1.0.0-RC', '1.0.0-rc'],
  ],
  RubyGems: [
    ['1', '1.0.0'],
    ['1.0-1', '1.0.pre.1'],
  ],
  Packagist: [
    ['1.0', 'v1.0.0'],
    ['1.0.0-b2', '1.0.0beta2'],
  ],
};

const ecosystems = Object.keys(ordered) as Ecosystem[];
const version = fc
  .array(
    fc.constantFrom('0', '1', '2', '10', '.', '.', '-', '+', 'a', 'b', 'rc', 'alpha', 'dev', 'post', 'x', 'SNAPSHOT'),
    { minLength: 1, maxLength: 9 },
  )
  .map((parts) => parts.join(''));

describe.each(ecosystems)('the order of versions of %s', (ecosystem) => {
  const compare = versionOrders[ecosystem];

  it('is that of its specification', () => {
    const list = ordered[ecosystem];
    for (const [at, one] of list.entries()) {
      for (const [other, two] of list.entries()) {
        expect([one, two, Math.sign(compare(one, two))]).toEqual([one, two, Math.sign(at - other)]);
      }
    }
  });

  it('takes different spellings of one version for equal', () => {
    for (const [one, two] of equals[ecosystem]) expect([one, two, compare(one, two)]).toEqual([one, two, 0]);
  });

  it('is an order: of any two one way round, each equal to itself', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) + 0);
        expect(compare(a, a)).toBe(0);
      }),
    );
  });

  it('is transitive over versions of three numbers', () => {
    const plain = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30)).map((numbers) => numbers.join('.'));
    fc.assert(
      fc.property(plain, plain, plain, (a, b, c) => {
        const [low = '', middle = '', high = ''] = [a, b, c].sort(compare);
        expect(compare(low, middle)).toBeLessThanOrEqual(0);
        expect(compare(middle, high)).toBeLessThanOrEqual(0);
        expect(compare(low, high)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
