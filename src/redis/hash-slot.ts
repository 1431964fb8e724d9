/** CRC-16/XMODEM (polynomial 0x1021), one step for each byte. */
const steps = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
  return crc;
});

/**
 * The slot of a Redis Cluster in which a key lies: CRC16 of its hash tag, or of the whole key, modulo 16384 (Redis Cluster
 * specification). Keys are ASCII here (redis/keys.ts): a character is a byte.
 */
export function hashSlot(key: string): number {
  let from = key.indexOf('{') + 1;
  let to = from === 0 ? -1 : key.indexOf('}', from);
  if (to <= from) [from, to] = [0, key.length];
  let crc = 0;
  for (let index = from; index < to; index += 1) {
    crc = ((crc << 8) & 0xffff) ^ (steps[(crc >> 8) ^ (key.charCodeAt(index) & 0xff)] as number);
  }
  return crc & 0x3fff;
}

/** The part of a key that decides on its slot. */
export function hashTag(key: string): string {
  return /\{([^}]+)\}/.exec(key)?.[1] ?? key;
}
