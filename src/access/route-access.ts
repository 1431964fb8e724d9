import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Permission } from './account.js';
import type { Principal } from './caller.js';

/**
 * What a route demands of its caller. Default deny: a route that says nothing needs a live session; a controller or a
 * handler opens or narrows it with one of these.
 */
export type RouteAccess =
  | { kind: 'public' }
  | { kind: 'signed-in' }
  /** `anonymous`: callers without credentials pass too, while ANONYMOUS_ACCESS is on. */
  | { kind: 'permission'; permission: Permission; anonymous: boolean };

export const ROUTE_ACCESS = 'route-access';

/** No credential is read at all (sign-in, health, public lists). */
export const Public = () => SetMetadata<string, RouteAccess>(ROUTE_ACCESS, { kind: 'public' });

/** Any live session. The default; written where a controller demands more. */
export const SignedIn = () => SetMetadata<string, RouteAccess>(ROUTE_ACCESS, { kind: 'signed-in' });

/** A live session whose account holds the permission; 403 `insufficient_scope` names it otherwise. */
export const RequirePermission = (permission: Permission, options: { anonymous?: boolean } = {}) =>
  SetMetadata<string, RouteAccess>(ROUTE_ACCESS, {
    kind: 'permission',
    permission,
    anonymous: options.anonymous ?? false,
  });

/** The caller's live account; only on routes that anonymous callers cannot reach. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!principal) throw new Error('CurrentPrincipal on a route that anonymous callers reach');
  return principal;
});
