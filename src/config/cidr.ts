import ipaddr from 'ipaddr.js';

/**
 * Parses a comma-separated list of addresses and CIDR ranges.
 * @throws Error naming the first entry that is neither.
 */
export function parseCidrList(text: string): string[] {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  for (const entry of entries) {
    if (!isRange(entry)) throw new Error(`"${entry}" is neither an address nor a CIDR range (at least /1)`);
  }
  return entries;
}

/** Plain forms only (`10` is an address to some parsers), and never everybody: /0 would believe any caller's word. */
function isRange(entry: string): boolean {
  const [address = '', prefix] = entry.split('/');
  const family = address.includes(':') ? 6 : 4;
  const plain = family === 6 ? ipaddr.IPv6.isValid(address) : ipaddr.IPv4.isValidFourPartDecimal(address);
  if (!plain || address.includes('%') || entry.split('/').length > 2) return false;
  if (prefix === undefined) return true;
  const mapped = family === 6 && ipaddr.process(address).kind() === 'ipv4';
  const [least, most] = mapped ? [97, 128] : family === 6 ? [1, 128] : [1, 32];
  return /^\d{1,3}$/.test(prefix) && Number(prefix) >= least && Number(prefix) <= most;
}
