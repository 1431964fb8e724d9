import * as client from 'openid-client';
import { Problem } from '../../problem/problem.js';

/** Codes of openid-client for a provider that does not answer as one, as against an answer that does not hold. */
const faults: readonly string[] = [
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_PARSE_ERROR',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_INVALID_SERVER_METADATA',
  'OAUTH_MISSING_SERVER_METADATA',
];

/**
 * What went wrong at the provider, as an answer: a provider that is down is nobody's fault who signs in (503), everything
 * else is a sign-in that does not hold (401). Nothing the provider says is passed on; the log has it.
 */
export function failureOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isFault(error)) {
    return new Problem('unavailable', {
      detail: 'The provider does not answer. Try again later, or sign in with your password.',
      headers: { 'retry-after': '30' },
      cause: error,
    });
  }
  return new Problem('oidc_refused', { cause: error });
}

function isFault(error: unknown): boolean {
  // fetch throws a TypeError for a connection that fails.
  if (error instanceof TypeError && error.cause !== undefined) return true;
  if (error instanceof client.ResponseBodyError) return error.status >= 500 || error.error === 'invalid_client';
  if (!(error instanceof client.ClientError)) return false;
  if (faults.includes(error.code ?? '')) return !isAnswerOf4xx(error.cause);
  return error.cause instanceof TypeError;
}

function isAnswerOf4xx(cause: unknown): boolean {
  return cause instanceof Response && cause.status >= 400 && cause.status < 500;
}
