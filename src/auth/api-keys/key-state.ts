import type { ApiKeyRow } from '../../database/tables/api-keys.js';
import { keys, userTag } from '../../redis/keys.js';
import type { MirrorEntry } from '../../users/mirrors.js';
import { encodeKey, type KeyState } from './key-mirror.js';

/** The columns that decide whether a secret of a key holds, and for what. */
export type KeyLife = Pick<
  ApiKeyRow,
  | 'id'
  | 'user_id'
  | 'version'
  | 'generation'
  | 'permissions'
  | 'rate_limit'
  | 'expires_at'
  | 'revoked_at'
  | 'previous_hash'
  | 'previous_expires_at'
>;

/** The state of one secret: the current one, the one before while its overlap lasts, and nothing older. */
export function keyState(row: KeyLife, generation: number): KeyState {
  const { version, permissions, expires_at, previous_expires_at: overlap } = row;
  const current = generation === row.generation;
  const previous = generation === row.generation - 1 && row.previous_hash !== null;
  const ends = current ? [expires_at] : [expires_at, overlap];
  const times = ends.flatMap((time) => (time === null ? [] : [time.getTime()]));
  return {
    version,
    status: row.revoked_at === null && (current || previous) ? 'live' : 'ended',
    expiresAt: times.length === 0 ? null : Math.min(...times),
    permissions,
    rateLimit: row.rate_limit,
  };
}

/**
 * Both secrets that may be in use as Redis mirrors them, and the one that a rotation has just put out of use: written
 * after each change, so that the next request sees it.
 */
export function keyEntries(row: KeyLife): MirrorEntry[] {
  const newest = row.generation;
  return [newest, newest - 1, newest - 2]
    .filter((generation) => generation > 0)
    .map((generation) => keyEntry(row, generation));
}

export function keyEntry(row: KeyLife, generation: number): MirrorEntry {
  return {
    key: keys.apiKey(userTag(row.user_id), row.id, generation),
    text: encodeKey(keyState(row, generation)),
  };
}
