import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Permission } from './account.js';
import type { Principal, SessionPrincipal } from './caller.js';
import { sessionRequired } from './challenges.js';

/**
 * What a route demands of its caller. Default deny: a route that says nothing needs a live session, which an API key is
 * not; a controller or a handler opens or narrows it with one of these.
 */
export type RouteAccess =
  | { kind: 'public' }
  /** `keys`: API keys pass too, all of them or those that hold a permission. */
  | { kind: 'signed-in'; keys: boolean | Permission }
  /** `anonymous`: callers without credentials pass too, while ANONYMOUS_ACCESS is on. */
  | { kind: 'permission'; permission: Permission; anonymous: boolean };

export const ROUTE_ACCESS = 'route-access';
/** Where `@RateLimit` leaves how a route counts. */
export const RATE_LIMIT = 'rate-limit';

/** No credential is read at all (sign-in, health, public lists). */
export const Public = () => SetMetadata<string, RouteAccess>(ROUTE_ACCESS, { kind: 'public' });

/**
 * Any live session, and with `keys` live API keys: any (`true`), or those with a permission. Without is the default;
 * written where a controller demands more.
 */
export const SignedIn = (options: { keys?: true | Permission } = {}) =>
  SetMetadata<string, RouteAccess>(ROUTE_ACCESS, { kind: 'signed-in', keys: options.keys ?? false });

/**
 * A live session whose account holds the permission, or a live API key that holds it as well as its owner; 403
 * `insufficient_scope` names it otherwise.
 */
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

/** The caller's live session; 403 `session_required` for an API key. */
export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext): SessionPrincipal => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!principal) throw new Error('CurrentSession on a route that anonymous callers reach');
  if (principal.kind === 'key') throw sessionRequired();
  return principal;
});
