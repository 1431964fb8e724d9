import ipaddr from 'ipaddr.js';
import { canonicalRange } from '../../../network/network-range.js';

const SHOWN_BITS = { 4: 24, 6: 48 } as const;

/** The range that is shown instead of a client network: its /24, or the /48 of an IPv6 /64. */
export function shownNetwork(network: string): string {
  const range = canonicalRange(network);
  if (range === null) return 'unknown';
  const bits = SHOWN_BITS[range.family];
  const address = range.text.split('/', 1)[0] as string;
  const first =
    range.family === 4
      ? ipaddr.IPv4.networkAddressFromCIDR(`${address}/${bits}`)
      : ipaddr.IPv6.networkAddressFromCIDR(`${address}/${bits}`);
  return `${first.toString()}/${Math.min(bits, range.length)}`;
}
