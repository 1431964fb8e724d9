import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemBody } from './problem-body.js';
import { toProblem } from './to-problem.js';

/** Answers a request with whatever was thrown: the one place where an error body is written. */
export function sendProblem(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = toProblem(thrown);
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
    .send(JSON.stringify(problemBody(problem, request.url, request.id)));
}

/** RFC 6750 §3: every 401 carries a challenge; one without an error attribute when nothing was presented. */
function challenge(status: number): Record<string, string> {
  return status === 401 ? { 'www-authenticate': 'Bearer realm="codepitamah"' } : {};
}
