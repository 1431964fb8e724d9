import type { FastifyRequest } from 'fastify';
import type { Principal } from './caller.js';

/** The admin who acts, and the request in which they do: what the record keeps of every administrative change. */
export interface AdminAct {
  principal: Principal;
  network: string;
  requestId: string;
}

export function adminAct(principal: Principal, request: FastifyRequest): AdminAct {
  return { principal, network: request.network, requestId: request.id };
}
