import { HttpException } from '@nestjs/common';
import { isUnavailable } from '../database/unavailable.js';
import { RedisUnavailable } from '../redis/redis-unavailable.js';
import type { ProblemCode } from './catalogue.js';
import { Problem } from './problem.js';

const byStatus: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed_request',
  401: 'authentication_required',
  403: 'insufficient_scope',
  404: 'not_found',
  406: 'not_acceptable',
  409: 'conflict',
  413: 'payload_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
  429: 'rate_limited',
  431: 'headers_too_large',
  503: 'unavailable',
};

/** Names of Fastify's own errors that deserve a more exact code than their status gives. */
const byFastifyCode: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_request',
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_REQ_FILE_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
};

/** Turns whatever was thrown into a Problem; what nobody foresaw becomes `internal_error` with the cause kept for the log. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  const { code, statusCode } = describe(thrown);
  const named = code === undefined ? undefined : byFastifyCode[code];
  const found = named ?? (statusCode === undefined ? undefined : byStatus[statusCode]);
  if (found) return new Problem(found, { cause: thrown });
  if (isAbort(thrown)) return new Problem('malformed_request', { detail: 'The request was cut off.', cause: thrown });
  if (isUnavailable(thrown) || thrown instanceof RedisUnavailable) {
    return new Problem('unavailable', { headers: { 'retry-after': '5' }, cause: thrown });
  }
  return new Problem('internal_error', { cause: thrown });
}

/** The caller went away while its body was read; Node calls that a reset of the request, not of a store's socket. */
function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.message === 'aborted';
}

function describe(thrown: unknown): { code: string | undefined; statusCode: number | undefined } {
  if (typeof thrown !== 'object' || thrown === null) return { code: undefined, statusCode: undefined };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  if (thrown instanceof HttpException) return { code, statusCode: thrown.getStatus() };
  const known = code?.startsWith('FST_') === true && 'statusCode' in thrown && typeof thrown.statusCode === 'number';
  return { code, statusCode: known ? (thrown.statusCode as number) : undefined };
}
