import ipaddr from 'ipaddr.js';
import { clientNetwork } from './client-network.js';

/**
 * Networks as bits. Callers are counted by IPv4 address and by IPv6 /64 (client-network), so 32 and 64 bits say all that
 * can be told of one.
 */
export interface NetworkRange {
  /** Canonical: `192.0.2.7`, `192.0.2.0/24`, `2001:db8:1:2::/64`, `2001:db8::/32`. */
  text: string;
  family: 4 | 6;
  /** The first 32 bits, unsigned, and those after them; what lies beyond the prefix is 0. */
  high: number;
  low: number;
  /** How many bits count: at most 32 and 64. */
  length: number;
}

/** One caller's network, not a range of them. */
export const WHOLE = { 4: 32, 6: 64 } as const;
/** Wider ranges are refused: a typing error in them would meet half the world. */
export const WIDEST = { 4: 8, 6: 16 } as const;

/** Longest text that can be an address with a zone and a prefix. */
const MAX_TEXT = 64;

/**
 * Reads an address or a CIDR range as a person writes it. IPv4 written as IPv6 is IPv4, bits beyond the prefix are cut
 * off, and an IPv6 address stands for its /64.
 * @returns the range, or a sentence saying why it is none.
 */
export function parseRange(text: string): NetworkRange | string {
  const slash = text.length > MAX_TEXT ? -1 : text.indexOf('/');
  const network = clientNetwork(slash < 0 ? text : text.slice(0, slash));
  if (network === 'unknown') return 'must be an IP address or a CIDR range such as 203.0.113.0/24 or 2001:db8::/32';
  const parsed = ipaddr.process(withoutZone(slash < 0 ? text : text.slice(0, slash)));
  const family = parsed.kind() === 'ipv4' ? 4 : 6;
  if (slash < 0) return rangeOf(family, parsed.toByteArray(), WHOLE[family]);

  const written = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(written) || text.includes('%')) return 'must have a prefix length in digits, such as /24';
  // `::ffff:192.0.2.0/120` is 192.0.2.0/24.
  const mapped = family === 4 && text.includes(':');
  const length = Number(written) - (mapped ? 96 : 0);
  const address = family === 4 ? 32 : 128;
  if (length > address) return `must have a prefix length of at most /${mapped ? 128 : address}`;
  if (length < WIDEST[family]) {
    return `is too wide: the widest range is /${WIDEST[family] + (mapped ? 96 : 0)} for ${mapped ? 'IPv4 written as IPv6' : `IPv${family}`}`;
  }
  if (length === address) return rangeOf(family, parsed.toByteArray(), WHOLE[family]);
  if (length > WHOLE[family]) return 'is too narrow: IPv6 networks are counted by their /64';
  return rangeOf(family, parsed.toByteArray(), length);
}

/**
 * The bits of a text that `parseRange` or `clientNetwork` has made, without looking at it twice: at most a tenth of what
 * reading any text costs. Null for `unknown`.
 */
export function canonicalRange(text: string): NetworkRange | null {
  if (text === 'unknown') return null;
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  if (address.includes(':')) {
    const [a = 0, b = 0, c = 0, d = 0] = ipaddr.IPv6.parse(address).parts;
    const [high, low] = [((a << 16) | b) >>> 0, ((c << 16) | d) >>> 0];
    return { text, family: 6, high, low, length: Number(text.slice(slash + 1)) };
  }
  const [a = '', b = '', c = '', d = ''] = address.split('.');
  const high = ((Number(a) << 24) | (Number(b) << 16) | (Number(c) << 8) | Number(d)) >>> 0;
  return { text, family: 4, high, low: 0, length: slash < 0 ? WHOLE[4] : Number(text.slice(slash + 1)) };
}

/** True when every caller of `inner` lies in `outer`. */
export function holds(outer: NetworkRange, inner: NetworkRange): boolean {
  if (outer.family !== inner.family || outer.length > inner.length) return false;
  const [high, low] = masked(inner.high, inner.low, outer.length);
  return high === outer.high && low === outer.low;
}

function rangeOf(family: 4 | 6, bytes: number[], length: number): NetworkRange {
  const [high, low] = masked(bits(bytes, 0), bits(bytes, 4), length);
  return { text: textOf(family, high, low, length), family, high, low, length };
}

function textOf(family: 4 | 6, high: number, low: number, length: number): string {
  const bytes = [high, ...(family === 4 ? [] : [low])].flatMap((word) =>
    [24, 16, 8, 0].map((by) => (word >>> by) & 255),
  );
  const address = ipaddr.fromByteArray(family === 4 ? bytes : [...bytes, 0, 0, 0, 0, 0, 0, 0, 0]).toString();
  return family === 4 && length === 32 ? address : `${address}/${length}`;
}

function masked(high: number, low: number, length: number): [high: number, low: number] {
  return [(high & mask(length)) >>> 0, (low & mask(length - 32)) >>> 0];
}

/** A shift by 32 is one by 0 in JavaScript. */
function mask(length: number): number {
  return length <= 0 ? 0 : length >= 32 ? -1 : -1 << (32 - length);
}

function bits(bytes: readonly number[], from: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(from, from + 4);
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

function withoutZone(address: string): string {
  return address.split('%', 1)[0] as string;
}
