import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ROUTE_ACCESS, type RouteAccess } from '../access/route-access.js';

/** Default deny: a route that says nothing needs a live session. */
const signedIn: RouteAccess = { kind: 'signed-in', keys: false };

/** What each route demands, read from its decorators once: the handler's own word, else its controller's. */
@Injectable()
export class RouteAccesses {
  // By handler, then by class: an inherited handler serves several controllers.
  private readonly known = new WeakMap<object, Map<object, RouteAccess>>();

  constructor(private readonly reflector: Reflector) {}

  of(context: ExecutionContext): RouteAccess {
    const handler = context.getHandler();
    const controller = context.getClass();
    const known = this.known.get(handler)?.get(controller);
    if (known !== undefined) return known;
    const access = this.reflector.getAllAndOverride<RouteAccess>(ROUTE_ACCESS, [handler, controller]) ?? signedIn;
    const byClass = this.known.get(handler) ?? new Map<object, RouteAccess>();
    this.known.set(handler, byClass.set(controller, access));
    return access;
  }
}
