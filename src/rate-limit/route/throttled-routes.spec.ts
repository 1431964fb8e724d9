import { SetMetadata } from '@nestjs/common';
import { type ModulesContainer, Reflector } from '@nestjs/core';
import { LIMIT, routePolicy, ThrottledRoutes, TTL } from './throttled-routes.js';

/** An application of one controller with one route, as `@Throttle` leaves it. */
function started(limit: unknown, ttl: unknown): () => void {
  class Reports {
    list(): void {}
  }
  SetMetadata(LIMIT, limit)(Reports.prototype.list);
  SetMetadata(TTL, ttl)(Reports.prototype.list);
  const modules = new Map([['app', { controllers: new Map([['reports', { metatype: Reports }]]) }]]);
  const routes = new ThrottledRoutes(modules as unknown as ModulesContainer, new Reflector());
  return () => routes.onModuleInit();
}

describe('the limit of a route', () => {
  it.each([
    [0, 60_000, 'Reports.list: limit must be 1 to 16383'],
    [100_000, 60_000, 'Reports.list: limit must be 1 to 16383'],
    [1.5, 60_000, 'Reports.list: limit must be 1 to 16383'],
    [5, 0, 'Reports.list: ttl must be 1 to 268435455 ms'],
    [5, 30 * 86_400_000, 'Reports.list: ttl must be 1 to 268435455 ms'],
  ])('%d in %d ms stops the start, and names the route', (limit, ttl, message) => {
    expect(started(limit, ttl)).toThrow(message);
  });

  it('starts with what the log bears, and with numbers that are found out for each request', () => {
    expect(started(16_383, 86_400_000)).not.toThrow();
    expect(started(() => 0, 60_000)).not.toThrow();
    expect(() => routePolicy('Reports.list', 0, 60_000)).toThrow(RangeError);
  });
});
