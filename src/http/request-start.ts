import type { FastifyReply, FastifyRequest } from 'fastify';
import { startFacts } from '../events/request-facts.js';
import { clientNetwork } from '../network/client-network.js';

/**
 * The first thing done for every request, also for one that no route and no hook will see.
 * @param headers set on every answer.
 */
export function startRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  headers: Readonly<Record<string, string>>,
): void {
  startFacts(request);
  request.network = clientNetwork(request.ip);
  reply.header('x-request-id', request.id).headers(headers);
}
