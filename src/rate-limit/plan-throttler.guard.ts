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
import { recognise } from '../access/recognise.js';
import { newId } from '../ids/new-id.js';
import { LimitMetrics } from './limit-metrics.js';
import { setLimitHeaders } from './limit-headers.js';
import { RATE_LIMIT, type RouteCost } from './rate-limit.decorator.js';
import { RateLimiter, type Ruling } from './rate-limiter.js';
import { refusal } from './refusal.js';
import { RouteThrottle } from './route-throttle.js';

/** Names under which @nestjs/throttler's decorators leave their wishes, for the default throttler. */
const SKIP = 'THROTTLER:SKIPdefault';
const LIMIT = 'THROTTLER:LIMITdefault';

interface LimitedRoute {
  /** Null: not counted against the plan. */
  cost: number | null;
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
    private readonly limiter: RateLimiter,
    private readonly routeThrottle: RouteThrottle,
    private readonly metrics: LimitMetrics,
  ) {
    super(options, storage, reflector);
  }

  override canActivate(context: ExecutionContext): Promise<boolean> {
    const route = this.route(context);
    if (route.cost === null) return route.throttled ? super.canActivate(context) : PASS;
    const admitted = this.admit(context, route.cost);
    return route.throttled ? admitted.then(() => super.canActivate(context)) : admitted;
  }

  /** Called by the stock guard with what `@Throttle` resolves to. */
  protected override async handleRequest(wish: ThrottlerRequest): Promise<boolean> {
    const http = wish.context.switchToHttp();
    const route = `${wish.context.getClass().name}.${wish.context.getHandler().name}`;
    await this.routeThrottle.admit(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), {
      route,
      limit: wish.limit,
      windowMs: wish.ttl,
    });
    return true;
  }

  private async admit(context: ExecutionContext, cost: number): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const ruling = await this.limiter.decide(request.credential, request.network, cost);
    const id = newId();
    const { decision, windows, degraded } = ruling;
    const allowed = decision.verdict === 'pass';
    record(request, ruling, id, allowed);
    this.metrics.count(decision, degraded, request);
    const reply = http.getResponse<FastifyReply>();
    setLimitHeaders(reply, decision, windows, Date.now());
    if (degraded) reply.header('ratelimit-degraded', '?1');
    if (!allowed) throw refusal(ruling, id);
    return true;
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
        cost: skipped ? null : (read<RouteCost>(RATE_LIMIT)?.cost ?? null),
        throttled: !skipped && read(LIMIT) !== undefined,
      };
      ofController.set(handler, route);
    }
    return route;
  }
}

function record(
  request: FastifyRequest,
  { decision, principal, degraded }: Ruling,
  id: string,
  allowed: boolean,
): void {
  request.principal = principal;
  if (principal !== null) recognise(request, principal);
  request.facts.decision = {
    id,
    plan: decision.planName,
    limit: decision.plan.limit,
    baseLimit: decision.baseLimit,
    remaining: decision.plan.remaining,
    multiplier: decision.multiplier,
    allowed,
    ...(allowed ? {} : { policy: decision.verdict }),
    degraded,
  };
}
