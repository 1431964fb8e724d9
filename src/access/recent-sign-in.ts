import type { Principal } from './caller.js';
import { reauthenticationRequired } from './challenges.js';

/** How old the proof of the password may be for an act that changes who holds power, seconds. */
const MAX_AGE = 600;

/** @throws Problem `reauthentication_required` (RFC 9470) when the caller signed in longer than 10 minutes ago. */
export function requireRecentSignIn(principal: Principal): void {
  if (Date.now() / 1000 - principal.authTime > MAX_AGE) throw reauthenticationRequired(MAX_AGE);
}
