import type { AccountCredential, Principal } from '../access/caller.js';
import { type Charge, KEY_POLICY, type Limits, type WindowRule } from './decision.js';

/**
 * The limit that an API key may have besides its owner's: requests in the plan's first window, counted in a log of the
 * key's own. Multiplier and override are about the owner and leave it alone.
 * @param keyLimit null is none.
 */
export function withKeyLimit(limits: Limits, keyLimit: number | null): Limits {
  if (keyLimit === null) return limits;
  const rule: WindowRule = { name: KEY_POLICY, limit: keyLimit, windowMs: limits.windowMs, shadow: false, log: 'key' };
  return { ...limits, further: [...(limits.further ?? []), rule] };
}

export function keyLimitOf(principal: Principal): number | null {
  return principal.kind === 'key' ? principal.rateLimit : null;
}

/**
 * The charge as the caller's: an API key is named where it has a limit of its own, or where that is not known.
 * @param principal null when nothing is known of the caller.
 */
export function chargeTo(credential: AccountCredential, principal: Principal | null, charge: Charge): Charge {
  if (credential.kind !== 'key') return charge;
  if (principal !== null && keyLimitOf(principal) === null) return charge;
  return { ...charge, key: credential.keyId };
}
