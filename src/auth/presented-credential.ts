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

/** What credentials are called, in lower case and without separators. */
const names: ReadonlySet<string> = new Set([
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'token',
  'jwt',
  'bearer',
  'authorization',
  'apikey',
  'xapikey',
]);

/**
 * The one credential that a request presents, null when it presents nothing.
 * @throws Problem for two credentials, one in the query string, or one that can be neither token nor key.
 */
export function presentedCredential(request: FastifyRequest): PresentedCredential | null {
  if (request.url.includes('?') && holdsCredential(request.query)) {
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

/** A key's secret or a refresh token; the prefix of a key alone, which lists show, is none. */
const secret = /^(?:cpk_[0-9A-Za-z]+_|cpr_)/;

/** Whatever it is called, a key or a refresh token in the URL has been in logs, and must not work there. */
function holdsCredential(query: unknown): boolean {
  if (typeof query !== 'object' || query === null) return false;
  return Object.entries(query).some(([name, value]) => {
    if (names.has(name.toLowerCase().replace(/[-_]/g, ''))) return true;
    return typeof value === 'string' && secret.test(value);
  });
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
