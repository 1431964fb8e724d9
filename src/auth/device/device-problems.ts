import type { ProblemCode } from '../../problem/catalogue.js';
import { Problem } from '../../problem/problem.js';

/** The answers to a poll that brings no tokens: RFC 8628 §3.5 and RFC 6749 §5.2. */
export type DeviceError = Extract<
  ProblemCode,
  'authorization_pending' | 'slow_down' | 'access_denied' | 'expired_token' | 'invalid_grant'
>;

/** A problem document that is an OAuth error too: `error` is where OAuth clients look. */
export function deviceProblem(error: DeviceError): Problem {
  return new Problem(error, { members: { error } });
}
