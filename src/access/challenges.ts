import type { Permission } from './account.js';
import { Problem } from '../problem/problem.js';

/**
 * The answers to credentials that do not do, each with the challenge that RFC 6750 §3 (and RFC 9470 for a stale sign-in)
 * asks for. Nothing presented gets the bare challenge, which the problem filter adds to every 401.
 */

const invalidToken = { 'www-authenticate': 'Bearer realm="codepitamah", error="invalid_token"' };

export function tokenInvalid(detail?: string): Problem {
  return new Problem('token_invalid', { headers: invalidToken, ...(detail === undefined ? {} : { detail }) });
}

export function tokenExpired(): Problem {
  const challenge = `${invalidToken['www-authenticate']}, error_description="The access token expired"`;
  return new Problem('token_expired', { headers: { 'www-authenticate': challenge } });
}

export function tokenRevoked(): Problem {
  return new Problem('token_revoked', { headers: invalidToken });
}

export function apiKeyInvalid(): Problem {
  return new Problem('api_key_invalid', { headers: invalidToken });
}

export function apiKeyExpired(): Problem {
  const challenge = `${invalidToken['www-authenticate']}, error_description="The API key expired"`;
  return new Problem('api_key_expired', { headers: { 'www-authenticate': challenge } });
}

/** 403 for what no API key may ever do, whatever its permissions. */
export function sessionRequired(): Problem {
  return new Problem('session_required', { detail: 'An API key cannot do this: sign in.' });
}

export function multipleCredentials(detail: string): Problem {
  const challenge = 'Bearer realm="codepitamah", error="invalid_request"';
  return new Problem('multiple_credentials', { detail, headers: { 'www-authenticate': challenge } });
}

/** 403 that names the permission missing. */
export function insufficientScope(permission: Permission): Problem {
  const challenge = `Bearer realm="codepitamah", error="insufficient_scope", scope="${permission}"`;
  return new Problem('insufficient_scope', {
    detail: `This needs the permission ${permission}.`,
    headers: { 'www-authenticate': challenge },
    members: { permission },
  });
}

/** @param maxAge how old, in seconds, the last proof of the password may be. */
export function reauthenticationRequired(maxAge: number): Problem {
  const challenge = `Bearer realm="codepitamah", error="insufficient_user_authentication", max_age="${maxAge}"`;
  return new Problem('reauthentication_required', {
    detail: 'Sign in again, then repeat the request.',
    headers: { 'www-authenticate': challenge },
  });
}
