import { isUnavailable } from './unavailable.js';

const failure = (message: string, facts: object = {}) => Object.assign(new Error(message), facts);

describe('isUnavailable', () => {
  it.each([
    failure('connection failure', { code: '08006' }),
    failure('disk full', { code: '53100' }),
    failure('the database system is shutting down', { code: '57P03' }),
    failure('canceling statement due to statement timeout', { code: '57014' }),
    failure('cannot execute INSERT in a read-only transaction', { code: '25006' }),
    failure('connect ECONNREFUSED 127.0.0.1:5432', { code: 'ECONNREFUSED' }),
    failure('connect ENOENT /run/.s.PGSQL.5432', { code: 'ENOENT', syscall: 'connect' }),
    failure('Query read timeout'),
    failure('Connection terminated unexpectedly'),
    failure('PGlite is closed'),
  ])('holds for %s', (error) => {
    expect(isUnavailable(error)).toBe(true);
  });

  it.each([
    failure('duplicate key value', { code: '23505' }),
    failure('syntax error', { code: '42601' }),
    failure("no such file 'plans.yaml'", { code: 'ENOENT', syscall: 'open' }),
    failure('anything else'),
    'ECONNREFUSED',
    null,
  ])('does not hold for %s', (error) => {
    expect(isUnavailable(error)).toBe(false);
  });
});
