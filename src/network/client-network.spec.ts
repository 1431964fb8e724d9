import { clientNetwork } from './client-network.js';

describe('clientNetwork', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:c000:207', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::ffff', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['::1', '::/64'],
  ])('counts %s under %s', (address, network) => {
    expect(clientNetwork(address)).toBe(network);
    // Once more: the second answer comes from memory.
    expect(clientNetwork(address)).toBe(network);
  });

  it.each(['', 'localhost', '192.0.2', '192.0.2.256', '0300.0.2.7', '{ip}', '2001:db8::/64', '1.2.3.4, 5.6.7.8'])(
    'knows that %j is no address',
    (text) => {
      expect(clientNetwork(text)).toBe('unknown');
    },
  );

  it('stays right when far more addresses come than it remembers', () => {
    for (let i = 0; i < 20_000; i += 1) {
      const address = `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;
      expect(clientNetwork(address)).toBe(address);
    }
  });
});
