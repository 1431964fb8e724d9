import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { type CityResponse, Reader } from 'maxmind';
import { Configuration } from '../../config/configuration.js';
import { StartError } from '../../config/start-error.js';

/** Networks remembered at once; cleared whole when full, so it stays bounded. */
const CACHE_CAPACITY = 4_096;

export interface NetworkPlace {
  /** ISO 3166. */
  cc: string;
  /** Whole degrees: where in the country, and no closer. */
  geo?: readonly [latitude: number, longitude: number];
}

/** Where networks are, by an imported file in MaxMind's format (country or city); nowhere without GEOIP_FILE. */
@Injectable()
export class NetworkPlaces {
  private readonly reader: Reader<CityResponse> | null;
  private readonly known = new Map<string, NetworkPlace | null>();

  /** @throws StartError when the file cannot be read. */
  constructor(configuration: Configuration) {
    const file = configuration.settings.GEOIP_FILE;
    this.reader = file === undefined ? null : open(file);
  }

  /** @param network as `clientNetwork` writes it. */
  of(network: string): NetworkPlace | null {
    if (this.reader === null) return null;
    const known = this.known.get(network);
    if (known !== undefined) return known;
    const found = this.look(this.reader, network.replace(/\/64$/, ''));
    if (this.known.size >= CACHE_CAPACITY) this.known.clear();
    this.known.set(network, found);
    return found;
  }

  private look(reader: Reader<CityResponse>, address: string): NetworkPlace | null {
    if (address === 'unknown') return null;
    const found = reader.get(address);
    const cc = found?.country?.iso_code ?? found?.registered_country?.iso_code;
    if (cc === undefined) return null;
    const { latitude, longitude } = found?.location ?? {};
    if (latitude === undefined || longitude === undefined) return { cc };
    return { cc, geo: [Math.round(latitude), Math.round(longitude)] };
  }
}

function open(file: string): Reader<CityResponse> {
  try {
    return new Reader<CityResponse>(readFileSync(file));
  } catch (error) {
    throw new StartError(`GEOIP_FILE ${file} cannot be used: it is no readable file in MaxMind's format.`, {
      cause: error,
    });
  }
}
