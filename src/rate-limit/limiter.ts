import type { FastifyRequest } from 'fastify';
import type { Principal } from '../access/caller.js';
import type { SubjectTag } from '../redis/keys.js';
import type { Charge } from './decision.js';
import type { Judged } from './limit-decider.js';

/** A decision with whom it was made for. */
export interface Ruling extends Judged {
  /** The live account; null for callers without credentials. */
  principal: Principal | null;
}

/** What the guard asks of whoever knows the callers: the service's own accounts (RateLimiter), or another application's. */
export abstract class Limiter {
  /** Decides on one request. A caller who may not call at all is refused by what it throws. */
  abstract decide(request: FastifyRequest, charge: Charge): Promise<Ruling>;

  /** Whom a request counts for. */
  abstract subject(request: FastifyRequest): SubjectTag | Promise<SubjectTag>;

  /** In requests, what a route's name for a cost stands for. */
  abstract costOf(name: string): number;
}
