import type { Type } from '@nestjs/common';
import { RECENT_SIGN_IN } from '../access/recent-sign-in.js';
import { RATE_LIMIT, ROUTE_ACCESS, type RouteAccess } from '../access/route-access.js';
import { ROUTE_DOCUMENTATION, type RouteDocumentation } from './api-route.js';

/** What a handler's decorators say about it. */
export interface RouteFacts {
  access: RouteAccess;
  /** Counted against the caller's plan. */
  limited: boolean;
  /** Asks for a sign-in within the last minutes. */
  recent: boolean;
  documentation: RouteDocumentation | undefined;
}

/** Reads a handler's metadata as the guards do: the handler's own first, then its controller's. */
export function routeFacts(controller: Type, method: string): RouteFacts {
  const handler: unknown = controller.prototype[method];
  if (typeof handler !== 'function') throw new Error(`${controller.name} has no method ${method}`);
  const read = (key: string): unknown => Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller);
  return {
    access: (read(ROUTE_ACCESS) as RouteAccess | undefined) ?? { kind: 'signed-in', keys: false },
    limited: read(RATE_LIMIT) !== undefined,
    recent: read(RECENT_SIGN_IN) === true,
    documentation: Reflect.getMetadata(ROUTE_DOCUMENTATION, handler) as RouteDocumentation | undefined,
  };
}
