import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../problem/problem.js';
import { keys, networkTag, userTag } from '../redis/keys.js';
import { RedisUnavailable } from '../redis/redis-unavailable.js';
import { AppendLog } from './append-log.js';
import type { Decision, Limits } from './decision.js';
import { HandOver } from './hand-over.js';
import { retryAfter } from './limit-headers.js';
import { LocalLimiter } from './local-limiter.js';

/** A route's own policy, as `@Throttle` gives it. */
export interface RoutePolicy {
  /** Stable name of the route. */
  route: string;
  limit: number;
  windowMs: number;
}

/** Limits of single routes, counted per caller and apart from the plan. */
@Injectable()
export class RouteThrottle {
  constructor(
    private readonly log: AppendLog,
    private readonly local: LocalLimiter,
    private readonly handOver: HandOver,
  ) {}

  /** @throws Problem `rate_limited` */
  async admit(request: FastifyRequest, reply: FastifyReply, policy: RoutePolicy): Promise<void> {
    const { credential } = request;
    const tag =
      credential === undefined || credential.kind === 'anonymous'
        ? networkTag(request.network)
        : userTag(credential.userId);
    const limits: Limits = {
      limit: policy.limit,
      windowMs: policy.windowMs,
      burst: 0,
      burstWindowMs: 1,
      pauseMs: 1,
    };
    const decision = await this.decide(tag, policy.route, limits);
    if (decision.verdict === 'pass') return;
    reply.header('retry-after', retryAfter(decision));
    throw new Problem('rate_limited', {
      detail: `This route takes ${policy.limit} requests in any ${policy.windowMs / 1000} s from one caller.`,
      members: { policy: 'route' },
    });
  }

  private async decide(tag: ReturnType<typeof userTag>, route: string, limits: Limits): Promise<Decision> {
    try {
      const handedOver = this.handOver.before(keys.routeLog(tag, route));
      if (handedOver !== null && !(await handedOver)) return this.local.decideRoute(tag, route, limits);
      return await this.log.decideRoute(tag, route, limits);
    } catch (error) {
      if (!(error instanceof RedisUnavailable)) throw error;
      return this.local.decideRoute(tag, route, limits);
    }
  }
}
