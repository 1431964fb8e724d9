import { canonicalRange, holds, type NetworkRange, parseRange } from './network-range.js';

const range = (text: string): NetworkRange => {
  const parsed = parseRange(text);
  if (typeof parsed === 'string') throw new Error(`${text} ${parsed}`);
  return parsed;
};

describe('a network', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['203.0.113.9/32', '203.0.113.9'],
    ['203.0.113.9/24', '203.0.113.0/24'],
    ['203.0.113.255/25', '203.0.113.128/25'],
    ['10.20.30.40/8', '10.0.0.0/8'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::FFFF:cb00:7109', '203.0.113.9'],
    ['::ffff:203.0.113.9/120', '203.0.113.0/24'],
    ['2001:DB8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:3:4:5:6/128', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:3:4:5:6/64', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::/63', '2001:db8:1:2::/63'],
    ['2001:db8:1:3::/63', '2001:db8:1:2::/63'],
    ['2001:db8:ffff::/33', '2001:db8:8000::/33'],
    ['2001:db8::/16', '2001::/16'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['::', '::/64'],
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
  ])('%s is %s', (text, canonical) => {
    expect(range(text).text).toBe(canonical);
    expect(range(canonical)).toEqual(range(text));
    expect(canonicalRange(canonical)).toEqual(range(text));
  });

  it.each([
    ['0.0.0.0/0', /too wide/],
    ['::/0', /too wide/],
    ['::ffff:0:0/96', /too wide.*\/104/],
    ['10.0.0.0/7', /too wide.*\/8 for IPv4/],
    ['2001::/15', /too wide.*\/16 for IPv6/],
    ['2001:db8::/65', /too narrow/],
    ['10.0.0.0/33', /at most \/32/],
    ['2001:db8::/129', /at most \/128/],
    ['::ffff:10.0.0.0/129', /at most \/128/],
    ['10.0.0.0/', /digits/],
    ['10.0.0.0/255.0.0.0', /digits/],
    ['10.0.0.0/-1', /digits/],
    ['10.0.0.0/8/8', /digits/],
    ['fe80::%eth0/64', /digits/],
    ['10.0.0/8', /must be an IP address/],
    ['010.0.0.1', /must be an IP address/],
    ['localhost', /must be an IP address/],
    ['', /must be an IP address/],
    ['{ip}', /must be an IP address/],
    ['1.2.3.4\0', /must be an IP address/],
    ['unknown', /must be an IP address/],
    [`${'1'.repeat(10_000)}/8`, /must be an IP address/],
  ])('%j is refused in words', (text, reason) => {
    expect(parseRange(text)).toMatch(reason);
  });

  it('of nobody has no bits', () => {
    expect(canonicalRange('unknown')).toBeNull();
  });

  it.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.0.0.0/8', '10.1.0.0/16', true],
    ['10.1.0.0/16', '10.0.0.0/8', false],
    ['203.0.113.9', '203.0.113.9', true],
    ['2001:db8::/32', '2001:db8:1::/64', true],
    ['2001:db8::/33', '2001:db8:8000::/64', false],
    ['10.0.0.0/8', '2001:db8::/64', false],
  ])('%s holds %s: %p', (outer, inner, expected) => {
    expect(holds(range(outer), range(inner))).toBe(expected);
  });
});
