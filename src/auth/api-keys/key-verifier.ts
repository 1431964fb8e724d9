import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { KeyCredential } from '../../access/caller.js';
import { apiKeyInvalid } from '../../access/challenges.js';
import { isUnavailable } from '../../database/unavailable.js';
import { Problem } from '../../problem/problem.js';
import { accountEntry, Mirrors } from '../../users/mirrors.js';
import { BoundedReads } from '../bounded-reads.js';
import { ApiKeyDirectory, type OwnedKey } from './api-key-directory.js';
import { keyEntry } from './key-state.js';
import { keyHash, keyIdOf } from './key-text.js';
import { ProvedKeys } from './proved-keys.js';

/**
 * Whose key is this? A key seen before costs one hash and one look in memory; a new one costs one read of PostgreSQL,
 * which fills the mirrors as well, so that the decision behind it finds them warm. Whether the key still holds is asked
 * further on, with the limits, in one call to Redis.
 */
@Injectable()
export class KeyVerifier {
  private readonly keys = new ProvedKeys();
  private readonly reads = new BoundedReads();
  /** Proofs under way: a build that starts a hundred jobs reads its key once. */
  private readonly underWay = new Map<string, Promise<KeyCredential>>();

  constructor(
    private readonly directory: ApiKeyDirectory,
    private readonly mirrors: Mirrors,
  ) {}

  /**
   * The credential at once when the key was proved before.
   * @throws Problem `api_key_invalid`; rejects with it, or with `unavailable`.
   */
  verify(text: string): KeyCredential | Promise<KeyCredential> {
    const id = keyIdOf(text);
    if (id === null) throw apiKeyInvalid();
    const hash = keyHash(text);
    const digest = hash.toString('base64');
    const known = this.keys.get(digest);
    if (known !== undefined) return known;
    if (this.keys.isWrong(digest)) throw apiKeyInvalid();
    let proof = this.underWay.get(digest);
    if (proof === undefined) {
      proof = this.prove(id, hash, digest).finally(() => this.underWay.delete(digest));
      this.underWay.set(digest, proof);
    }
    return proof;
  }

  private async prove(id: string, hash: Buffer, digest: string): Promise<KeyCredential> {
    const readAt = performance.now();
    const found = await this.read(id);
    const generation = found === null ? null : generationOf(found.key, hash);
    if (found === null || generation === null) {
      this.keys.addWrong(digest);
      throw apiKeyInvalid();
    }
    const { key, user } = found;
    await this.mirrors.refill([accountEntry(user), keyEntry(key, generation)], readAt);
    const credential: KeyCredential = {
      kind: 'key',
      userId: user.id,
      keyId: id,
      generation,
      planHint: user.plan,
    };
    this.keys.add(digest, credential);
    return credential;
  }

  private async read(id: string): Promise<OwnedKey | null> {
    try {
      return await this.reads.run(() => this.directory.withOwner(id));
    } catch (error) {
      if (error instanceof Problem || !isUnavailable(error)) throw error;
      throw new Problem('unavailable', { headers: { 'retry-after': '2' }, cause: error });
    }
  }
}

/** Which secret of the key hashes so; null for none. */
function generationOf({ secret_hash, previous_hash, generation }: OwnedKey['key'], hash: Buffer): number | null {
  if (timingSafeEqual(hash, secret_hash)) return generation;
  return previous_hash !== null && timingSafeEqual(hash, previous_hash) ? generation - 1 : null;
}
