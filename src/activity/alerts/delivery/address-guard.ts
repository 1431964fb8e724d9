import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { Configuration } from '../../../config/configuration.js';

/** Metadata services that stand at public addresses (Azure). */
const refusedPublic = new Set(['168.63.129.16']);

export interface Address {
  address: string;
  family: 4 | 6;
}

/** Where a webhook may go: addresses to connect to, or why to none. */
export type Destination = { addresses: Address[] } | { refused: 'address_refused' | 'host_unknown' | 'not_https' };

/**
 * Keeps webhooks out of the network that this service stands in (SSRF): a URL is typed by somebody, its answer is told to
 * them, and behind private addresses are databases and metadata services. Names are resolved here, every address of a name
 * has to be public, and the connection is made to what was resolved, so that a name which says something else a moment
 * later (DNS rebinding) changes nothing. ALERT_ALLOWED_NETWORKS opens what an operator wants to reach; there, and only
 * there, plain http is good enough.
 */
@Injectable()
export class AddressGuard {
  private readonly allowed: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];

  constructor(configuration: Configuration) {
    this.allowed = configuration.settings.ALERT_ALLOWED_NETWORKS.map(rangeOf);
  }

  async destinationOf(url: URL): Promise<Destination> {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const family = isIP(host);
    const addresses: Address[] = family === 0 ? await resolve(host) : [{ address: host, family: family as 4 | 6 }];
    if (addresses.length === 0) return { refused: 'host_unknown' };
    const parsed = addresses.map(({ address }) => parse(address));
    const listed = parsed.every((address) => address !== null && this.isListed(address));
    if (!listed && !parsed.every((address) => address !== null && (this.isListed(address) || isPublic(address)))) {
      return { refused: 'address_refused' };
    }
    return url.protocol === 'https:' || listed ? { addresses } : { refused: 'not_https' };
  }

  private isListed(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
    return this.allowed.some(([range, bits]) => address.kind() === range.kind() && address.match(range, bits));
  }
}

/** Only what is globally reachable: of IPv6 2000::/3 without the parts that lead to IPv4 or to documentation. */
export function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast' || refusedPublic.has(address.toString())) return false;
  return address.kind() === 'ipv4' || ((address as ipaddr.IPv6).parts[0] ?? 0) >> 13 === 1;
}

/** IPv4 written as IPv6 is IPv4. Null for what is no address. */
export function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const bare = text.split('%', 1)[0] as string;
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : null;
}

async function resolve(host: string): Promise<Address[]> {
  try {
    const found = await lookup(host, { all: true, verbatim: true });
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
  } catch {
    return [];
  }
}

function rangeOf(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const [address = '', prefix] = text.split('/');
  const parsed = ipaddr.process(address);
  const whole = parsed.kind() === 'ipv4' ? 32 : 128;
  if (prefix === undefined) return [parsed, whole];
  const mapped = parsed.kind() === 'ipv4' && address.includes(':');
  return [parsed, Number(prefix) - (mapped ? 96 : 0)];
}
