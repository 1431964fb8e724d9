import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { COUNT_MAX, TIME_MAX } from '../log/packed-limits.js';

/** Names under which @nestjs/throttler's decorators leave their wishes, for the default throttler. */
export const SKIP = 'THROTTLER:SKIPdefault';
export const LIMIT = 'THROTTLER:LIMITdefault';
export const TTL = 'THROTTLER:TTLdefault';

/** A route's own policy, as `@Throttle` gives it. */
export interface RoutePolicy {
  /** Stable name of the route. */
  route: string;
  limit: number;
  windowMs: number;
}

/**
 * @returns the policy, its numbers checked.
 * @throws RangeError for numbers that the log of a subject does not bear.
 */
export function routePolicy(route: string, limit: number, windowMs: number): RoutePolicy {
  if (!isWhole(limit, COUNT_MAX)) throw new RangeError(`@Throttle of ${route}: limit must be 1 to ${COUNT_MAX}`);
  if (!isWhole(windowMs, TIME_MAX)) throw new RangeError(`@Throttle of ${route}: ttl must be 1 to ${TIME_MAX} ms`);
  return { route, limit, windowMs };
}

/** Finds a `@Throttle` that cannot be when the service starts, and not when the first request comes. */
@Injectable()
export class ThrottledRoutes implements OnModuleInit {
  constructor(
    private readonly modules: ModulesContainer,
    private readonly reflector: Reflector,
  ) {}

  /** @throws RangeError naming the route. */
  onModuleInit(): void {
    const scanner = new MetadataScanner();
    for (const { controllers } of this.modules.values()) {
      for (const { metatype } of controllers.values()) {
        if (typeof metatype !== 'function') continue;
        const prototype = metatype.prototype as Record<string, () => unknown>;
        for (const method of scanner.getAllMethodNames(prototype)) {
          const targets = [prototype[method] as () => unknown, metatype];
          const limit = this.reflector.getAllAndOverride<unknown>(LIMIT, targets);
          const ttl = this.reflector.getAllAndOverride<unknown>(TTL, targets);
          // One that is found out for each request is checked then.
          if (typeof limit !== 'number' || typeof ttl !== 'number') continue;
          routePolicy(`${metatype.name}.${method}`, limit, ttl);
        }
      }
    }
  }
}

function isWhole(number: number, max: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= max;
}
