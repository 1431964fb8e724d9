import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { Problem } from '../problem/problem.js';
import { problemBody } from '../problem/problem-body.js';
import { AuthThrottle, isGuess } from './throttle/auth-throttle.js';

/**
 * What a limited route refuses before the limit decision (broken JSON, a body too large or of another type, no good
 * credential) costs its sender nothing of the plan. So that it is not free for ever, it counts in its network's limit
 * for bad requests: from the 61st in a minute on the answer is 429. Good requests of that network pass as before.
 */
@Injectable()
export class BadRequests {
  constructor(
    adapter: HttpAdapterHost,
    private readonly throttle: AuthThrottle,
  ) {
    // Here and not in onModuleInit: by then Nest has registered its routes.
    adapter.httpAdapter.getInstance<FastifyInstance>().addHook('onRoute', (route: RouteOptions) => {
      if (route.config?.countBadRequests !== true) return;
      route.onSend = async (request, reply, payload) =>
        isBad(request, reply) ? this.count(request, reply, payload) : payload;
    });
  }

  private async count(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
    try {
      await this.throttle.badRequest(request.network);
      return payload;
    } catch (refusal) {
      if (!(refusal instanceof Problem)) throw refusal;
      request.facts.problem = refusal.code;
      void reply.code(refusal.status).removeHeader('www-authenticate').headers(refusal.headers);
      return JSON.stringify(problemBody(refusal, request.url, request.id));
    }
  }
}

/** Guesses at credentials were counted when they were refused. */
function isBad({ facts }: FastifyRequest, { statusCode }: FastifyReply): boolean {
  const { problem, decision } = facts;
  if (problem === undefined || decision !== undefined || isGuess(problem)) return false;
  return statusCode >= 400 && statusCode < 500 && statusCode !== 429;
}
