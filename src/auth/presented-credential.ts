import type { FastifyRequest } from 'fastify';
import { apiKeyInvalid, multipleCredentials, tokenInvalid } from '../access/challenges.js';
import { Problem } from '../problem/problem.js';
import { KEY_PREFIX } from './api-keys/key-text.js';
import { bearerToken } from './tokens/bearer-token.js';
import { REFRESH_PREFIX } from './sessions/refresh-token.js';

/** What a request presents, still to be proved: the text of an access token or of an API key. */
export interface PresentedCredential {
  kind: 'token' | 'key';
  text: string;
}

const inQuery = ['access_token', 'api_key', 'refresh_token'] as const;

/**
 * The one credential that a request presents, null when it presents nothing.
 * @throws Problem for two credentials, one in the query string, or one that can be neither token nor key.
 */
export function presentedCredential(request: FastifyRequest): PresentedCredential | null {
  if (request.url.includes('?') && hasAny(request.query)) {
    throw multipleCredentials('Credentials belong in the Authorization header, never in the query string.');
  }
  const { authorization } = request.headers;
  const key = request.headers['x-api-key'];
  if (authorization === undefined && key === undefined) return null;
  if (credentialHeaders(request.raw.rawHeaders) > 1) {
    throw multipleCredentials('Send one Authorization header or one X-API-Key header, not both and not twice.');
  }
  if (authorization === undefined) {
    if (typeof key === 'string' && key.startsWith(KEY_PREFIX)) return { kind: 'key', text: key };
    throw apiKeyInvalid();
  }
  const text = bearerToken(request);
  // Basic and the like are no credential here; the bare challenge says what is.
  if (text === null) throw new Problem('authentication_required');
  if (text.startsWith(KEY_PREFIX)) return { kind: 'key', text };
  if (text === '' || text.startsWith(REFRESH_PREFIX)) throw tokenInvalid();
  return { kind: 'token', text };
}

function hasAny(query: unknown): boolean {
  return typeof query === 'object' && query !== null && inQuery.some((name) => name in query);
}

/** Node keeps the first of several Authorization headers in silence; only the raw list shows them all. */
function credentialHeaders(rawHeaders: readonly string[]): number {
  let seen = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string;
    if (name.length === 13 && name.toLowerCase() === 'authorization') seen += 1;
    if (name.length === 9 && name.toLowerCase() === 'x-api-key') seen += 1;
  }
  return seen;
}
