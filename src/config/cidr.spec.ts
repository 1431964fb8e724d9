import { parseCidrList } from './cidr.js';

describe('a list of addresses and ranges', () => {
  it.each([
    ['', []],
    [' 10.0.0.0/8 ,192.0.2.1,', ['10.0.0.0/8', '192.0.2.1']],
    ['2001:db8::/32, ::1, ::ffff:10.0.0.0/104', ['2001:db8::/32', '::1', '::ffff:10.0.0.0/104']],
  ])('reads %j', (text, entries) => {
    expect(parseCidrList(text)).toEqual(entries);
  });

  it.each(['10', '10.0.0/8', '010.0.0.1', '10.0.0.0/0', '::/0', '::ffff:0.0.0.0/96', '10.0.0.0/33', '::/129'])(
    'refuses %s',
    (entry) => {
      expect(() => parseCidrList(`127.0.0.1, ${entry}`)).toThrow(`"${entry}" is neither`);
    },
  );
  it.each(['10.0.0.0/8/8', '10.0.0.0/x', 'loopback', 'fe80::1%eth0', 'proxy.example'])('refuses %s', (entry) => {
    expect(() => parseCidrList(entry)).toThrow(`"${entry}" is neither`);
  });
});
