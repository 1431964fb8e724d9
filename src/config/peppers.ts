/** Secret keys that go into password hashes, each under a number that the hash names. */
export interface Peppers {
  /** The version that new hashes get. */
  current: number;
  keys: ReadonlyMap<number, Buffer>;
}

const entryForm = /^([1-9]\d{0,3}):([A-Za-z0-9+/_-]{43,}={0,2})$/;
const MIN_BYTES = 32;

/**
 * Parses `PASSWORD_PEPPERS`: `1:<base64>,2:<base64>`, each of at least 32 random bytes; the highest number is used.
 * @throws Error in words, without the keys.
 */
export function parsePeppers(text: string): Peppers {
  const keys = new Map<number, Buffer>();
  for (const entry of text.split(',')) {
    const [, version, key = ''] = entryForm.exec(entry.trim()) ?? [];
    const bytes = Buffer.from(key, 'base64');
    if (version === undefined || bytes.length < MIN_BYTES) {
      throw new Error('must be <number>:<base64 of at least 32 bytes>, separated by commas');
    }
    if (new Set(bytes).size < MIN_BYTES / 4) throw new Error(`number ${version} repeats too few different bytes`);
    if (keys.has(Number(version))) throw new Error(`has the number ${version} twice`);
    keys.set(Number(version), bytes);
  }
  return { current: Math.max(...keys.keys()), keys };
}
