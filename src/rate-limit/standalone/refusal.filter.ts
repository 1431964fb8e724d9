import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../problem/problem.js';
import { sendProblem } from '../../problem/send-problem.js';

/** Writes the limiter's refusals and nothing else: every other error is the application's own. */
@Catch(Problem)
export class RefusalFilter implements ExceptionFilter<Problem> {
  catch(problem: Problem, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(problem, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}
