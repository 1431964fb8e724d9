import { networkArea } from './network-area.js';

describe('networkArea', () => {
  it.each([
    ['192.0.2.7', '192.0.2.0/24'],
    ['192.0.2.255', '192.0.2.0/24'],
    ['192.0.3.7', '192.0.3.0/24'],
    ['2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['2001:db8:1:ffff::/64', '2001:db8:1::/48'],
    ['::/64', '::/48'],
    ['unknown', 'unknown'],
  ])('puts %s into %s', (network, area) => {
    expect(networkArea(network)).toBe(area);
  });
});
