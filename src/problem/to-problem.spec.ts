import { ForbiddenException, HttpException, NotFoundException } from '@nestjs/common';
import { RedisUnavailable } from '../redis/redis-unavailable.js';
import { problemBody } from './problem-body.js';
import { Problem } from './problem.js';
import { toProblem } from './to-problem.js';

const failure = (message: string, facts: object) => Object.assign(new Error(message), facts);

describe('toProblem', () => {
  it('leaves a Problem as it is', () => {
    const problem = new Problem('email_taken');
    expect(toProblem(problem)).toBe(problem);
  });

  it.each([
    [new NotFoundException('Cannot GET /etc/passwd'), 'not_found'],
    [new ForbiddenException(), 'insufficient_scope'],
    [new HttpException('teapot', 418), 'internal_error'],
    [failure('too large', { code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }), 'payload_too_large'],
    [failure('bad json', { code: 'FST_ERR_CTP_INVALID_JSON_BODY', statusCode: 400 }), 'malformed_json'],
    [failure('bad url', { code: 'FST_ERR_BAD_URL', statusCode: 400 }), 'malformed_request'],
    [failure('long', { code: 'FST_ERR_MAX_PARAM_LENGTH', statusCode: 414 }), 'uri_too_long'],
    [failure('aborted', { code: 'ECONNRESET' }), 'malformed_request'],
    [failure('connect refused', { code: 'ECONNREFUSED' }), 'unavailable'],
    [new RedisUnavailable('no answer within 50 ms'), 'unavailable'],
    [failure('a library that pretends to be HTTP', { statusCode: 404 }), 'internal_error'],
    [new TypeError('x is undefined'), 'internal_error'],
    ['a string', 'internal_error'],
    [null, 'internal_error'],
  ])('makes of %s %s', (thrown, code) => {
    const problem = toProblem(thrown);
    expect(problem.code).toBe(code);
    expect(problem.cause).toBe(thrown);
  });

  it('tells when to come back', () => {
    expect(toProblem(new RedisUnavailable('away')).headers).toEqual({ 'retry-after': '5' });
  });

  it('shows nothing of what was thrown', () => {
    const thrown = failure('select password_hash from users at /srv/app.js:7', { code: '42601' });
    const body = JSON.stringify(problemBody(toProblem(thrown), '/users/me?token=abc', 'id'));
    expect(body).not.toMatch(/select|app\.js|abc/);
    expect(JSON.parse(body)).toMatchObject({ status: 500, code: 'internal_error', instance: '/users/me' });
  });
});
