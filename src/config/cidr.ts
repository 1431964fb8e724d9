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
    const valid = entry.includes('/') ? ipaddr.isValidCIDR(entry) : ipaddr.isValid(entry);
    if (!valid) throw new Error(`"${entry}" is neither an address nor a CIDR range`);
  }
  return entries;
}
