import type { ProblemCode } from '../problem/catalogue.js';
import type { RouteFacts } from './route-facts.js';

/** Where a route's input comes from, as far as it can be wrong. */
export interface RouteInput {
  body: boolean;
  query: boolean;
}

/** Every error that a route can answer with: those of its kind, and those it names itself. */
export function routeErrors({ access, limited, recent, documentation }: RouteFacts, input: RouteInput): ProblemCode[] {
  const codes = new Set<ProblemCode>(documentation?.errors);
  const add = (...more: ProblemCode[]) => more.forEach((code) => codes.add(code));
  if (input.body) add('malformed_json', 'validation_failed', 'payload_too_large', 'unsupported_media_type');
  if (input.query) add('validation_failed');
  if (access.kind !== 'public') {
    add('multiple_credentials', 'token_invalid', 'token_expired', 'token_revoked', 'account_disabled', 'unavailable');
    add('api_key_invalid', 'api_key_expired', 'authentication_required');
  }
  if (access.kind === 'permission' || (access.kind === 'signed-in' && typeof access.keys === 'string')) {
    add('insufficient_scope');
  }
  if (access.kind === 'signed-in' && access.keys === false) add('session_required');
  if (recent) add('reauthentication_required', 'session_required');
  if (limited) add('rate_limited', 'blocked');
  add('internal_error', 'overloaded');
  return [...codes];
}
