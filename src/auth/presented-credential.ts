import type { FastifyRequest } from 'fastify';
import { apiKeyInvalid, multipleCredentials, tokenInvalid } from '../access/challenges.js';
import { Problem } from '../problem/problem.js';
import { bearerToken } from './tokens/bearer-token.js';
import { REFRESH_PREFIX } from './sessions/refresh-token.js';

const KEY_PREFIX = 'cpk_';
const inQuery = ['access_token', 'api_key', 'refresh_token'] as const;

/**
 * The one access token that a request presents, null when it presents nothing.
 * @throws Problem for two credentials, one in the query string, or one that can be no access token.
 */
export function presentedToken(request: FastifyRequest): string | null {
  if (request.url.includes('?') && hasAny(request.query)) {
    throw multipleCredentials('Credentials belong in the Authorization header, never in the query string.');
  }
  const { authorization } = request.headers;
  const key = request.headers['x-api-key'];
  if (authorization === undefined) {
    if (key === undefined) return null;
    throw apiKeyInvalid();
  }
  if (key !== undefined || repeated(request.raw.rawHeaders)) {
    throw multipleCredentials('Send one Authorization header or one X-API-Key header, not both and not twice.');
  }
  const token = bearerToken(request);
  // Basic and the like are no credential here; the bare challenge says what is.
  if (token === null) throw new Problem('authentication_required');
  if (token.startsWith(KEY_PREFIX)) throw apiKeyInvalid();
  if (token === '' || token.startsWith(REFRESH_PREFIX)) throw tokenInvalid();
  return token;
}

function hasAny(query: unknown): boolean {
  return typeof query === 'object' && query !== null && inQuery.some((name) => name in query);
}

/** Node keeps the first of several Authorization headers in silence; only the raw list shows them. */
function repeated(rawHeaders: readonly string[]): boolean {
  let seen = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string;
    if (name.length === 13 && name.toLowerCase() === 'authorization') seen += 1;
  }
  return seen > 1;
}
