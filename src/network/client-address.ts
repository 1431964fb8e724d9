import { BlockList } from 'node:net';
import ipaddr from 'ipaddr.js';

/** More trusted hops than any real chain has: the walk ends there, whatever a header holds. */
const MAX_HOPS = 32;

/**
 * Proxies whose `X-Forwarded-For` is believed: exactly the addresses and ranges of TRUSTED_PROXIES, nobody by default.
 *
 * Each proxy writes whom it was called by at the end of the list, so the list is read from there, and only as far as
 * those who wrote are trusted: the first address that is no proxy of ours is the caller, and whatever stands before it is
 * the caller's own word. `Forwarded` (RFC 7239) is not read: a proxy that writes one of the two fields passes the other on
 * as its caller sent it, so only one can be believed.
 */
export class TrustedProxies {
  private readonly ranges = new BlockList();

  /** @param list addresses and CIDR ranges, as config/cidr has checked them. */
  constructor(private readonly list: readonly string[]) {
    for (const entry of list) {
      const [address = '', prefix] = entry.split('/');
      const parsed = ipaddr.process(address);
      const family = parsed.kind();
      const mapped = family === 'ipv4' && address.includes(':');
      const whole = family === 'ipv4' ? 32 : 128;
      const length = prefix === undefined ? whole : Number(prefix) - (mapped ? 96 : 0);
      this.ranges.addSubnet(parsed.toString(), length, family);
    }
  }

  /**
   * The address of the caller.
   * @param peer of the connection; undefined on a UNIX socket, which is no proxy that anyone could name.
   */
  clientAddress(peer: string | undefined, forwardedFor: string | string[] | undefined): string {
    if (peer === undefined || forwardedFor === undefined || this.list.length === 0) return peer ?? '';
    if (!this.trusts(peer)) return peer;
    const entries = (typeof forwardedFor === 'string' ? forwardedFor : forwardedFor.join(',')).split(',');
    let client = peer;
    for (let hops = 0; hops < MAX_HOPS && entries.length > 0;) {
      const entry = (entries.pop() as string).trim();
      if (entry === '') continue;
      const address = plainAddress(entry);
      // `unknown`, `_hidden` or broken: the proxy that wrote it is the last that is known.
      if (address === null) return client;
      client = address;
      if (!this.trusts(client)) return client;
      hops += 1;
    }
    return client;
  }

  private trusts(address: string): boolean {
    const parsed = parsePlain(address);
    return parsed !== null && this.ranges.check(parsed.toString(), parsed.kind());
  }
}

/** `192.0.2.7:4711`, `[2001:db8::1]` and `[2001:db8::1]:4711` as their address alone; null for what holds none. */
function plainAddress(entry: string): string | null {
  const [, v4, v6] = /^(?:([\d.]{7,15}):\d{1,5}|\[([0-9a-f:.]{2,45})\](?::\d{1,5})?)$/i.exec(entry) ?? [];
  const address = v4 ?? v6 ?? entry;
  if (v6 !== undefined && !v6.includes(':')) return null;
  return parsePlain(address) === null ? null : address;
}

/** Only plain forms, IPv4 written as IPv6 as IPv4. A zone names an interface of the machine that wrote it: it is dropped. */
function parsePlain(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (address.length > 64) return null;
  const bare = address.split('%', 1)[0] as string;
  const plain = bare.includes(':') ? ipaddr.IPv6.isValid(bare) : ipaddr.IPv4.isValidFourPartDecimal(bare);
  return plain ? ipaddr.process(bare) : null;
}
