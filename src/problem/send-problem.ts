import type { FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '../ids/new-id.js';
import type { Problem } from './problem.js';
import { problemBody } from './problem-body.js';
import { toProblem } from './to-problem.js';

/** Answers a request with whatever was thrown: the one place where an error body is written. */
export function sendProblem(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = toProblem(thrown);
  const decisionId = refusalId(problem, request);
  if (problem.status >= 500 && problem.code !== 'overloaded') {
    request.log.error({ err: problem.cause ?? problem, code: problem.code }, 'request failed');
  }
  request.facts.problem = problem.code;
  if (reply.sent) return;
  void reply
    .code(problem.status)
    .headers({ ...challenge(problem.status), ...problem.headers })
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    // Serialised here: a reply schema of the route must not reshape an error.
    .send(JSON.stringify({ ...problemBody(problem, request.url, request.id), ...decisionId }));
}

/**
 * Every 403 and 429 carries an id under which the record, and the caller, find out why: that of the limit decision, or one
 * made here.
 */
function refusalId({ status, members, headers }: Problem, { facts }: FastifyRequest): { decision_id?: string } {
  if (status !== 403 && status !== 429) return {};
  const id = facts.decision?.id ?? newId();
  const { permission, policy } = members;
  const retryAfter = Number(headers['retry-after']);
  facts.refusal = {
    id,
    ...(retryAfter > 0 ? { retryAfter } : {}),
    ...(typeof permission === 'string' ? { permission } : {}),
    ...(typeof policy === 'string' ? { policy } : {}),
  };
  return { decision_id: id };
}

/** RFC 6750 §3: every 401 carries a challenge; one without an error attribute when nothing was presented. */
function challenge(status: number): Record<string, string> {
  return status === 401 ? { 'www-authenticate': 'Bearer realm="codepitamah"' } : {};
}
