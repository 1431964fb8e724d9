import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { networkTag, type SubjectTag, userTag } from '../../redis/keys.js';
import { PlanBook } from '../../users/plans/plan-book.js';
import type { Plan } from '../../users/plans/plan.js';
import type { Charge } from '../decision.js';
import { Denials } from '../denials.js';
import { LimitDecider } from '../limit-decider.js';
import { Limiter, type Ruling } from '../limiter.js';

/** Who calls, as the application knows: an id of its own and the name of a plan in the plan file. */
export interface ApplicationCaller {
  id: string;
  /** One that the file does not have counts as its default plan. */
  plan: string;
}

/** Finds out who calls; null is a caller without credentials, counted by network on the plan `anonymous`. */
export type CallerOf = (request: FastifyRequest) => ApplicationCaller | null | Promise<ApplicationCaller | null>;

export const CALLER_OF = Symbol('CALLER_OF');

/** Decides on the callers of another application. */
@Injectable()
export class ApplicationLimiter extends Limiter {
  /** A route may be limited twice over: its caller is found out once. */
  private readonly callers = new WeakMap<FastifyRequest, Promise<ApplicationCaller | null>>();

  constructor(
    @Inject(CALLER_OF) private readonly callerOf: CallerOf,
    private readonly decider: LimitDecider,
    private readonly denials: Denials,
    private readonly plans: PlanBook,
  ) {
    super();
  }

  async decide(request: FastifyRequest, charge: Charge): Promise<Ruling> {
    const caller = await this.caller(request);
    const { network } = request;
    if (caller === null) return this.through(network, null, charge, () => this.decider.byNetwork(network, charge));
    const id = subjectOf(caller.id);
    const plan = this.plans.of(caller.plan);
    // A denial was given to a caller on a plan: one that changes it is asked about anew.
    return this.through(id, plan, charge, () => this.decider.byPlan(userTag(id), plan, charge));
  }

  async subject(request: FastifyRequest): Promise<SubjectTag> {
    const caller = await this.caller(request);
    return caller === null ? networkTag(request.network) : userTag(subjectOf(caller.id));
  }

  costOf(name: string): number {
    return this.decider.costOf(name);
  }

  private caller(request: FastifyRequest): Promise<ApplicationCaller | null> {
    let caller = this.callers.get(request);
    if (caller === undefined) {
      caller = Promise.resolve(this.callerOf(request));
      this.callers.set(request, caller);
    }
    return caller;
  }

  private through(
    subject: string,
    plan: Plan | null,
    charge: Charge,
    decide: () => ReturnType<LimitDecider['byPlan']>,
  ): Promise<Ruling> {
    return this.denials.through(subject, plan, charge, async () => ({
      ruling: { ...(await decide()), principal: null },
      lasts: Number.POSITIVE_INFINITY,
    }));
  }
}

/** Whatever the application takes for an id, in characters that cannot break a key or its slot. */
function subjectOf(id: string): string {
  return /^[\w.@-]{1,128}$/.test(id) ? id : `:${createHash('sha256').update(id).digest('hex')}`;
}
