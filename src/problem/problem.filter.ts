import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemBody } from './problem-body.js';
import { toProblem } from './to-problem.js';

/** The only writer of error bodies. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
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
}

/** RFC 6750 §3: every 401 carries a challenge; one without an error attribute when nothing was presented. */
function challenge(status: number): Record<string, string> {
  return status === 401 ? { 'www-authenticate': 'Bearer realm="codepitamah"' } : {};
}
