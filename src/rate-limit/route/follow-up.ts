import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { recognise } from '../../access/recognise.js';
import { newId } from '../../ids/new-id.js';
import { Problem } from '../../problem/problem.js';
import { RedisClock } from '../../redis/redis-clock.js';
import type { Charge, LimitDecision, Limits } from '../decision.js';
import { setLimitHeaders } from './limit-headers.js';
import { LimitMetrics } from '../limit-metrics.js';
import type { Ruling } from '../limiter.js';
import { refusal } from './refusal.js';
import { Refunds } from './refunds.js';

/** What follows from a decision: facts for the record, counts, the fields of the answer, a refusal, a refund later. */
@Injectable()
export class FollowUp {
  constructor(
    private readonly metrics: LimitMetrics,
    private readonly refunds: Refunds,
    private readonly clock: RedisClock,
  ) {}

  /** @throws Problem `rate_limited` or `blocked`; `request_timeout` when the caller has left meanwhile. */
  follow(request: FastifyRequest, reply: FastifyReply, charge: Charge, ruling: Ruling): void {
    const id = newId();
    const { decision, windows, degraded } = ruling;
    const allowed = decision.verdict === 'pass';
    record(request, ruling, id, allowed);
    this.metrics.count(decision, degraded, request);
    setLimitHeaders(reply, decision, windows, this.clock.now());
    if (degraded) reply.header('ratelimit-degraded', '?1');
    if (!allowed) throw refusal(ruling);
    if (!this.refunds.watch(request, reply, charge, ruling)) {
      throw new Problem('request_timeout', { detail: 'The caller went away.' });
    }
  }
}

function record(
  request: FastifyRequest,
  { decision, windows, principal, degraded, blockedBy }: Ruling,
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
    ...(allowed ? {} : refusedBy(decision, windows)),
    ...(blockedBy === undefined ? {} : { blockedBy }),
    ...(decision.shadow.length === 0 ? {} : { shadow: decision.shadow }),
    degraded,
  };
}

/** What refused, in numbers. */
function refusedBy({ verdict, waitMs, plan, burst, further }: LimitDecision, { windowMs, burstWindowMs }: Limits) {
  const named = further.find(({ name }) => name === verdict);
  const { limit, ms } =
    named === undefined
      ? verdict === 'burst'
        ? { limit: burst.limit, ms: burstWindowMs }
        : { limit: plan.limit, ms: windowMs }
      : { limit: named.limit, ms: named.windowMs };
  return { policy: verdict, window: { limit, ms }, waitMs };
}
