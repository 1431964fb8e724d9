import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration } from '../../config/configuration.js';
import { StartError } from '../../config/start-error.js';
import { clientNetwork } from '../../network/client-network.js';
import { countryDatabase } from '../../../test/support/country-database.js';
import { NetworkPlaces } from './network-places.js';

describe('NetworkPlaces', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'places-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function placesOf(content: Buffer | null, name = 'places.mmdb'): NetworkPlaces {
    const file = join(folder, name);
    if (content !== null) writeFileSync(file, content);
    return new NetworkPlaces(Configuration.parse({ GEOIP_FILE: file }));
  }

  const database = () =>
    countryDatabase([
      {
        bytes: [198, 51, 100, 0],
        prefix: 24,
        record: { country: { iso_code: 'CL' }, location: { latitude: -33.4489, longitude: -70.6693 } },
      },
      { bytes: [203, 0, 113, 0], prefix: 25, record: { country: { iso_code: 'NO' } } },
      { bytes: [203, 0, 113, 128], prefix: 25, record: { registered_country: { iso_code: 'SE' } } },
      { bytes: [192, 0, 2, 0], prefix: 24, record: { continent: { code: 'EU' } } },
      {
        bytes: [0x20, 0x01, 0x0d, 0xb8, 0, 7, ...Array<number>(10).fill(0)],
        prefix: 48,
        record: { country: { iso_code: 'JP' }, location: { latitude: 35.6895, longitude: 139.6917 } },
      },
    ]);

  it('knows country and whole degrees of IPv4 and IPv6 networks, as the service names them', () => {
    const places = placesOf(database());
    const of = (address: string) => places.of(clientNetwork(address));
    expect(of('198.51.100.7')).toEqual({ cc: 'CL', geo: [-33, -71] });
    expect(of('::ffff:198.51.100.7')).toEqual({ cc: 'CL', geo: [-33, -71] });
    expect(of('2001:db8:7:1::42')).toEqual({ cc: 'JP', geo: [36, 140] });
    // Asked twice, for the second answer is remembered.
    expect(of('2001:db8:7:1::42')).toEqual({ cc: 'JP', geo: [36, 140] });
  });

  it('takes the registered country where there is no other, and no place from a country database', () => {
    const places = placesOf(database());
    expect(places.of('203.0.113.9')).toEqual({ cc: 'NO' });
    expect(places.of('203.0.113.200')).toEqual({ cc: 'SE' });
  });

  it('knows nothing of networks that are not in it, have no country, or are none', () => {
    const places = placesOf(database());
    for (const network of ['198.51.101.7', '192.0.2.1', clientNetwork('2001:db8:8::1'), 'unknown']) {
      expect(places.of(network)).toBeNull();
    }
  });

  it('is nowhere without a file, and refuses one that is missing or not in the format', () => {
    expect(new NetworkPlaces(Configuration.parse({})).of('198.51.100.7')).toBeNull();
    expect(() => placesOf(null, 'missing.mmdb')).toThrow(StartError);
    expect(() => placesOf(Buffer.from('country,network\n'), 'text.mmdb')).toThrow(
      /GEOIP_FILE .*text\.mmdb cannot be used/,
    );
    expect(() => placesOf(database().subarray(0, 200), 'cut.mmdb')).toThrow(StartError);
  });
});
