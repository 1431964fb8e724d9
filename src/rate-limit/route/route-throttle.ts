import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../problem/problem.js';
import { keys, type SubjectTag } from '../../redis/keys.js';
import { RedisClock } from '../../redis/redis-clock.js';
import { RedisUnavailable } from '../../redis/redis-unavailable.js';
import { AppendLog } from '../log/append-log.js';
import type { Decision, Limits } from '../decision.js';
import { HandOver } from '../alone/hand-over.js';
import { addRouteFields, retryAfter } from './limit-headers.js';
import { LocalLimiter } from '../alone/local-limiter.js';
import type { RoutePolicy } from './throttled-routes.js';

/** Limits of single routes, counted per caller and apart from the plan. */
@Injectable()
export class RouteThrottle {
  constructor(
    private readonly log: AppendLog,
    private readonly local: LocalLimiter,
    private readonly handOver: HandOver,
    private readonly clock: RedisClock,
  ) {}

  /**
   * @param tag whom the request counts for.
   * @throws Problem `rate_limited`
   */
  async admit(request: FastifyRequest, reply: FastifyReply, tag: SubjectTag, policy: RoutePolicy): Promise<void> {
    const { route, limit, windowMs } = policy;
    const decision = await this.decide(tag, route, { limit, windowMs, burst: 0, burstWindowMs: 1, pauseMs: 1 });
    addRouteFields(reply, decision, windowMs, this.clock.now());
    if (decision.verdict === 'pass') return;
    const { decision: ofPlan } = request.facts;
    // The plan's decision stands for both: what is on record under its id is that the request was refused.
    if (ofPlan !== undefined) {
      const window = { limit, ms: windowMs };
      request.facts.decision = { ...ofPlan, allowed: false, policy: 'route', window, waitMs: decision.waitMs };
    }
    const requests = limit === 1 ? '1 request' : `${limit} requests`;
    throw new Problem('rate_limited', {
      detail: `This route takes ${requests} in any ${windowMs / 1000} s from one caller.`,
      headers: { 'retry-after': retryAfter(decision) },
      members: { policy: 'route' },
    });
  }

  private async decide(tag: SubjectTag, route: string, limits: Limits): Promise<Decision> {
    const ask = () => this.log.decideRoute(tag, route, limits);
    const decision = await this.attempt(tag, async () => {
      const handedOver = this.handOver.before(keys.routeLog(tag, route));
      return handedOver === null || (await handedOver) ? ask() : null;
    });
    if (decision !== null) return decision;
    const made = this.local.decideRoute(tag, route, limits);
    if (made.verdict !== 'pass' || !this.handOver.isSettling(tag)) return made;
    // As in LimitDecider: others may still hold back what they admitted.
    const agreed = await this.attempt(tag, ask);
    if (agreed === null) return made;
    const entries = { own: 0, route: 1, key: 0 };
    if (agreed.verdict === 'pass') this.local.counted(tag, { policy: route }, entries);
    else this.local.refund(tag, { policy: route }, made.at, entries);
    return agreed;
  }

  /** Null when Redis did not answer. */
  private async attempt<T>(tag: SubjectTag, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RedisUnavailable)) throw error;
      this.handOver.lost(tag);
      return null;
    }
  }
}
