import ipaddr from 'ipaddr.js';

/**
 * The neighbourhood of a client network: the /24 around an IPv4 address, the /48 around an IPv6 /64, what one provider
 * usually hands to one place. What is no network is its own.
 * @param network as `clientNetwork` writes it.
 */
export function networkArea(network: string): string {
  if (!network.includes(':')) return network.replace(/\.\d+$/, '.0/24');
  const bytes = ipaddr.parse(network.replace(/\/64$/, '')).toByteArray();
  return `${ipaddr.fromByteArray([...bytes.slice(0, 6), ...Buffer.alloc(10)]).toString()}/48`;
}
