import ipaddr from 'ipaddr.js';

/**
 * The network a caller is counted under: an IPv4 address whole (/32), an IPv6 address by its /64, because one
 * subscriber owns at least that many addresses. IPv4 written as IPv6 (`::ffff:192.0.2.1`) counts as IPv4.
 * Returns `unknown` for what is no address (a UNIX socket peer).
 */
export function clientNetwork(address: string): string {
  if (address.length > LONGEST_ADDRESS) return 'unknown';
  const cached = recent.get(address);
  if (cached !== undefined) return cached;
  const network = parse(address);
  if (recent.size >= capacity) recent.clear();
  recent.set(address, network);
  return network;
}

/** An IPv6 address with an IPv4 tail and a zone; longer texts are none, and are not worth remembering. */
const LONGEST_ADDRESS = 64;

// Parsing costs ~2 µs and most requests come from few addresses; cleared whole when full, so it stays bounded.
const capacity = 4096;
const recent = new Map<string, string>();

function parse(address: string): string {
  const bare = address.split('%', 1)[0] as string;
  // Only the plain forms: `192.0.2` and `0300.0.2.7` are addresses to some parsers, and one client under two names.
  const plain = bare.includes(':') ? ipaddr.IPv6.isValid(bare) : ipaddr.IPv4.isValidFourPartDecimal(bare);
  if (!plain) return 'unknown';
  const parsed = ipaddr.process(bare);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const bytes = parsed.toByteArray();
  return `${ipaddr.fromByteArray([...bytes.slice(0, 8), 0, 0, 0, 0, 0, 0, 0, 0]).toString()}/64`;
}
