import type { SigningKeyRow } from '../../database/tables/signing-keys.js';
import { CLOCK_TOLERANCE } from '../tokens/access-claims.js';

/** The key set may be cached for 5 minutes, and clocks differ: a new key is published for twice that before it signs, ms. */
export const PUBLISHED_BEFORE_SIGNING_MS = 600_000;

/** Longest life that any setting gives to an access token, seconds. */
const LONGEST_LIFE = 86_400;

/** Unix ms at which the last token signed with the key has expired; null while it signs, or when it never did. */
export function lapsesAt({ state, demoted_at }: Pick<SigningKeyRow, 'state' | 'demoted_at'>): number | null {
  if (state !== 'previous' || demoted_at === null) return null;
  return demoted_at.getTime() + (LONGEST_LIFE + CLOCK_TOLERANCE) * 1000;
}
