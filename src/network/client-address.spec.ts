import { TrustedProxies } from './client-address.js';

describe('the address of a caller', () => {
  const nobody = new TrustedProxies([]);
  const proxies = new TrustedProxies(['10.0.0.0/8', '192.0.2.1', '2001:db8:ffff::/48', '::ffff:198.51.100.0/120']);

  it.each([
    ['203.0.113.9', '1.2.3.4'],
    ['127.0.0.1', '1.2.3.4, 5.6.7.8'],
    ['10.0.0.1', '1.2.3.4'],
  ])('is the peer %s while nobody is trusted, whatever %j says', (peer, header) => {
    expect(nobody.clientAddress(peer, header)).toBe(peer);
  });

  it.each([
    // Not from a proxy: its word counts for nothing.
    ['203.0.113.9', '1.2.3.4', '203.0.113.9'],
    ['9.255.255.255', '1.2.3.4', '9.255.255.255'],
    // From a proxy, directly and over others.
    ['10.0.0.1', '1.2.3.4', '1.2.3.4'],
    ['::ffff:10.0.0.1', '1.2.3.4', '1.2.3.4'],
    ['198.51.100.7', '1.2.3.4', '1.2.3.4'],
    ['2001:db8:ffff::1', '2001:db8:1::9', '2001:db8:1::9'],
    ['10.0.0.1', '1.2.3.4, 10.9.9.9', '1.2.3.4'],
    // What the caller wrote itself stands before what the proxy saw.
    ['10.0.0.1', '6.6.6.6, 1.2.3.4', '1.2.3.4'],
    ['10.0.0.1', '10.1.1.1, 1.2.3.4', '1.2.3.4'],
    ['10.0.0.1', 'unknown, 1.2.3.4', '1.2.3.4'],
    ['10.0.0.1', '10.1.1.1, 1.2.3.4, 10.2.2.2', '1.2.3.4'],
    // Only proxies: the farthest.
    ['10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    // Ports, brackets, zones, mapped addresses, spaces.
    ['10.0.0.1', '1.2.3.4:5678', '1.2.3.4'],
    ['10.0.0.1', '[2001:db8::1]:443', '2001:db8::1'],
    ['10.0.0.1', '[2001:db8::1]', '2001:db8::1'],
    ['10.0.0.1', '1.2.3.4, 10.0.0.2:9000', '1.2.3.4'],
    ['10.0.0.1', ' \t1.2.3.4 , ', '1.2.3.4'],
    ['10.0.0.1', 'fe80::1%eth0', 'fe80::1%eth0'],
    ['10.0.0.1', '::ffff:1.2.3.4', '::ffff:1.2.3.4'],
    // What is no address ends the chain at the proxy that wrote it.
    ['10.0.0.1', 'unknown', '10.0.0.1'],
    ['10.0.0.1', '1.2.3.4, unknown', '10.0.0.1'],
    ['10.0.0.1', '1.2.3.4, garbage, 10.0.0.2', '10.0.0.2'],
    ['10.0.0.1', '1.2.3.4, _hidden', '10.0.0.1'],
    ['10.0.0.1', '1.2.3.4, 0300.1.2.3', '10.0.0.1'],
    ['10.0.0.1', '1.2.3.4, 256.1.1.1:80', '10.0.0.1'],
    ['10.0.0.1', '1.2.3.4, [1.2.3.4]', '10.0.0.1'],
    ['10.0.0.1', '1.2.3.4, 1.2.3.4:999999', '10.0.0.1'],
    ['10.0.0.1', `1.2.3.4, ${'1'.repeat(9_000)}`, '10.0.0.1'],
    ['10.0.0.1', '', '10.0.0.1'],
    ['10.0.0.1', ', ,,', '10.0.0.1'],
  ])('from %s with %j is %s', (peer, header, expected) => {
    expect(proxies.clientAddress(peer, header)).toBe(expected);
  });

  it('is read from all fields of that name, the last one last', () => {
    expect(proxies.clientAddress('10.0.0.1', ['1.1.1.1', '2.2.2.2, 10.0.0.5'])).toBe('2.2.2.2');
  });

  it('is none on a UNIX socket', () => {
    expect(proxies.clientAddress(undefined, '1.2.3.4')).toBe('');
  });

  it('ends at a bounded number of hops', () => {
    const hops = Array.from({ length: 5_000 }, (_, hop) => `10.0.${hop >> 8}.${hop & 255}`);
    expect(proxies.clientAddress('10.255.0.1', hops.join(','))).toBe(hops.at(-32));
  });
});
