import type { FastifyReply, FastifyRequest } from 'fastify';
import { startFacts } from '../events/request-facts.js';
import type { TrustedProxies } from '../network/client-address.js';
import { clientNetwork } from '../network/client-network.js';

/**
 * The first thing done for every request, also for one that no route and no hook will see.
 * @param headers set on every answer.
 */
export function startRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  headers: Readonly<Record<string, string>>,
  proxies: TrustedProxies,
): void {
  startFacts(request);
  request.network = clientNetwork(
    proxies.clientAddress(request.socket.remoteAddress, request.headers['x-forwarded-for']),
  );
  reply.header('x-request-id', request.id).headers(headers);
}
