import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../problem/problem.js';
import { jsonExcess, MAX_JSON_DEPTH, MAX_JSON_VALUES } from './json-depth.js';
import { JSON_TYPE } from './route-config.js';

/**
 * Replaces Fastify's parsers by one for JSON alone: valid UTF-8, bounded depth and number of values (before parsing), and
 * no `__proto__` or `constructor.prototype` keys. Whatever is wrong answers 400 `malformed_json`.
 */
export function useJsonBody(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>(JSON_TYPE, { parseAs: 'buffer' }, (request, body, done) => {
    if (request.routeOptions.config.rawBody === true) return done(null, body);
    const refusal = refuse(request, body);
    if (refusal !== null) return done(refusal);
    // Its error loses its name on the way through Nest; what is wrong with the text is for the log.
    void parse(request, body.toString('utf8'), (error, value) => {
      done(error === null ? null : new Problem('malformed_json', { cause: error }), value);
    });
  });
}

function refuse(request: FastifyRequest, body: Buffer): Problem | null {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
    return new Problem('unsupported_media_type', { detail: 'JSON is read as UTF-8 only.' });
  }
  if (!isUtf8(body)) return new Problem('malformed_json', { detail: 'The body is not valid UTF-8.' });
  const excess = jsonExcess(body, { depth: MAX_JSON_DEPTH, values: MAX_JSON_VALUES });
  if (excess === 'depth') {
    return new Problem('malformed_json', { detail: `The body nests deeper than ${MAX_JSON_DEPTH} levels.` });
  }
  if (excess === 'values') {
    return new Problem('malformed_json', { detail: `The body has more than ${MAX_JSON_VALUES} values.` });
  }
  return null;
}
