import { Configuration } from '../../../config/configuration.js';
import { AddressGuard, isPublic, parse } from './address-guard.js';

const guard = (ALERT_ALLOWED_NETWORKS = '') => new AddressGuard(Configuration.parse({ ALERT_ALLOWED_NETWORKS }));
const destination = (url: string, allowed?: string) => guard(allowed).destinationOf(new URL(url));

describe('AddressGuard', () => {
  it.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://0.0.0.0/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://168.63.129.16/',
    'https://192.0.0.192/',
    'https://198.18.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::]/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:0:127.0.0.1]/',
    'https://[::127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001::1]/',
    'https://[fe80::1]/',
    'https://[fd00:ec2::254]/',
    'https://[fec0::1]/',
    'https://[ff02::1]/',
    'https://localhost/',
  ])('refuses %s', async (url) => {
    expect(await destination(url)).toEqual({ refused: 'address_refused' });
  });

  it('lets public addresses pass by https, and by nothing less', async () => {
    expect(await destination('https://93.184.216.34/')).toEqual({
      addresses: [{ address: '93.184.216.34', family: 4 }],
    });
    expect(await destination('https://[2606:2800:220:1::1]/')).toEqual({
      addresses: [{ address: '2606:2800:220:1::1', family: 6 }],
    });
    expect(await destination('http://93.184.216.34/')).toEqual({ refused: 'not_https' });
  });

  it('lets pass what the operator lists, and nothing beside it', async () => {
    const allowed = '10.1.2.0/24, ::1, ::ffff:192.168.7.0/120';
    for (const url of ['http://10.1.2.3/', 'https://[::ffff:10.1.2.3]/', 'http://[::1]:9093/', 'http://192.168.7.9/']) {
      expect(await destination(url, allowed)).toHaveProperty('addresses');
    }
    for (const url of ['http://10.1.3.1/', 'http://127.0.0.1/', 'http://[::2]/', 'http://192.168.8.1/']) {
      expect(await destination(url, allowed)).toEqual({ refused: 'address_refused' });
    }
  });

  it('knows no host that there is not', async () => {
    expect(await destination('https://no-such-host.invalid/')).toEqual({ refused: 'host_unknown' });
  });

  it('takes a zone for part of no address', () => {
    expect(isPublic(parse('fe80::1%eth0') as NonNullable<ReturnType<typeof parse>>)).toBe(false);
    expect(parse('example.org')).toBeNull();
  });
});
