import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Configuration } from '../../config/configuration.js';
import { networkArea } from '../../network/network-area.js';
import { userAgentFamily } from './user-agent-family.js';

/** Distinct callers remembered at once; cleared whole when full, so it stays bounded. */
const CACHE_CAPACITY = 4_096;
/** User agents are cut to this many characters before anything is done with them. */
const USER_AGENT_LIMIT = 256;
const AREA_BYTES = 9;
const HOST_BYTES = 6;
/** A user's few clients are told apart by 64 bits of the hash. */
const AGENT_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * What the record may know of where a call came from: keyed hashes (HMAC-SHA-256, cut to 120 or 128 bits), which tell equal
 * from different and nothing else without the key, and, where an admin must be able to act on it, the network under
 * AES-256-GCM. Both keys are derived (HKDF) from the data secret, one for each purpose.
 */
@Injectable()
export class CallerCipher {
  private readonly hashKey: Buffer;
  private readonly sealKey: Buffer;
  private readonly networks = new Map<string, string>();
  private readonly sealed = new Map<string, string>();
  private readonly agents = new Map<string, { family: string; hash: string }>();

  constructor(configuration: Configuration) {
    const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', configuration.secrets.data, '', purpose, 32));
    this.hashKey = derive('activity.hash');
    this.sealKey = derive('activity.seal');
  }

  /** The hash of its area (72 bits), then its own within that: neighbours share the first 12 characters. */
  network(network: string): string {
    return remembered(this.networks, network, () => {
      const area = this.digest(`area:${networkArea(network)}`).subarray(0, AREA_BYTES);
      return Buffer.concat([area, this.digest(`net:${network}`).subarray(0, HOST_BYTES)]).toString('base64url');
    });
  }

  userAgent(text: string): { family: string; hash: string } {
    const cut = text.slice(0, USER_AGENT_LIMIT);
    return remembered(this.agents, cut, () => ({
      family: userAgentFamily(cut),
      hash: this.digest(`ua:${cut}`).subarray(0, AGENT_BYTES).toString('base64url'),
    }));
  }

  /** The same text for the same network until the cache is cleared: equality may show, the network may not. */
  seal(network: string): string {
    return remembered(this.sealed, network, () => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', this.sealKey, nonce);
      const text = Buffer.concat([cipher.update(network, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url');
    });
  }

  /** Null for what was not sealed with this service's key. */
  open(sealed: string): string | null {
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes.length <= NONCE_BYTES + TAG_BYTES) return null;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.sealKey, bytes.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
      const text = bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES);
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
    } catch {
      return null;
    }
  }

  private digest(text: string): Buffer {
    return createHmac('sha256', this.hashKey).update(text).digest();
  }
}

function remembered<T>(cache: Map<string, T>, key: string, make: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (cache.size >= CACHE_CAPACITY) cache.clear();
  cache.set(key, made);
  return made;
}
