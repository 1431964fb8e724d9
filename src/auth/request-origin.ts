import type { FastifyRequest } from 'fastify';

/** Where a request of `/auth/*` came from: kept with the session it opens, and told to the activity record. */
export interface RequestOrigin {
  network: string;
  userAgent: string | null;
  requestId: string;
}

export function originOf(request: FastifyRequest): RequestOrigin {
  return { network: request.network, userAgent: request.headers['user-agent'] ?? null, requestId: request.id };
}
