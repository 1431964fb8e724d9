import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  getOptionsToken,
  getStorageToken,
  ThrottlerGuard,
  type ThrottlerModuleOptions,
  type ThrottlerRequest,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RATE_LIMIT } from '../../access/route-access.js';
import { FollowUp } from './follow-up.js';
import { Limiter } from '../limiter.js';
import { isCost, type RouteLimit } from './rate-limit.decorator.js';
import { RouteThrottle } from './route-throttle.js';
import { LIMIT, routePolicy, SKIP } from './throttled-routes.js';

interface LimitedRoute {
  /** Null: not counted against the plan. */
  limit: RouteLimit | null;
  /** The route has a policy of its own (`@Throttle`). */
  throttled: boolean;
}

const PASS = Promise.resolve(true);

/**
 * The limit decision of every route that has one: by plan where `@RateLimit` says so, by a route's own policy where
 * `@Throttle` does; `@SkipThrottle` takes a route out of both. It is @nestjs/throttler's guard with the decision
 * replaced: the stock one asks its storage for each limit in turn, counts fixed windows and names `Retry-After-<name>`.
 * Runs after authentication and before authorisation, for which it leaves the live account in `request.principal`.
 */
@Injectable()
export class PlanThrottlerGuard extends ThrottlerGuard {
  private readonly routes = new WeakMap<object, WeakMap<object, LimitedRoute>>();

  constructor(
    @Inject(getOptionsToken()) options: ThrottlerModuleOptions,
    @Inject(getStorageToken()) storage: ThrottlerStorage,
    reflector: Reflector,
    private readonly limiter: Limiter,
    private readonly routeThrottle: RouteThrottle,
    private readonly followUp: FollowUp,
  ) {
    super(options, storage, reflector);
  }

  override canActivate(context: ExecutionContext): Promise<boolean> {
    const route = this.route(context);
    if (route.limit === null) return route.throttled ? super.canActivate(context) : PASS;
    const admitted = this.admit(context, route.limit);
    return route.throttled ? admitted.then(() => this.throttleToo(context)) : admitted;
  }

  /** Called by the stock guard with what `@Throttle` resolves to. */
  protected override async handleRequest(wish: ThrottlerRequest): Promise<boolean> {
    const http = wish.context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const route = `${wish.context.getClass().name}.${wish.context.getHandler().name}`;
    const policy = routePolicy(route, wish.limit, wish.ttl);
    const tag = await this.limiter.subject(request);
    await this.routeThrottle.admit(request, http.getResponse<FastifyReply>(), tag, policy);
    return true;
  }

  private async admit(context: ExecutionContext, { cost, policy }: RouteLimit): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const charge = { cost: this.costOf(typeof cost === 'function' ? cost(request) : cost), policy };
    const ruling = await this.limiter.decide(request, charge);
    this.followUp.follow(request, http.getResponse<FastifyReply>(), charge, ruling);
    return true;
  }

  /** A request that the route's own limit refuses is not counted against the plan either. */
  private async throttleToo(context: ExecutionContext): Promise<boolean> {
    try {
      return await super.canActivate(context);
    } catch (error) {
      context.switchToHttp().getRequest<FastifyRequest>().spending?.refused();
      throw error;
    }
  }

  private costOf(cost: number | string): number {
    if (typeof cost === 'string') return this.limiter.costOf(cost);
    if (!isCost(cost)) throw new RangeError(`a request cannot cost ${cost}`);
    return cost;
  }

  private route(context: ExecutionContext): LimitedRoute {
    const handler = context.getHandler();
    const controller = context.getClass();
    let ofController = this.routes.get(controller);
    if (ofController === undefined) this.routes.set(controller, (ofController = new WeakMap()));
    let route = ofController.get(handler);
    if (route === undefined) {
      const read = <T>(key: string) => this.reflector.getAllAndOverride<T | undefined>(key, [handler, controller]);
      const skipped = read<boolean>(SKIP) === true;
      route = {
        limit: skipped ? null : (read<RouteLimit>(RATE_LIMIT) ?? null),
        throttled: !skipped && read(LIMIT) !== undefined,
      };
      ofController.set(handler, route);
    }
    return route;
  }
}
