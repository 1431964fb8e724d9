import type { FastifyReply, FastifyRequest } from 'fastify';

/** For whom an analysis is made. */
export interface AnalysisCaller {
  userId: string | null;
  /** Whose share of the pool it counts against: the account, or the network of an anonymous caller. */
  tenant: string;
  network: string;
  requestId: string;
  /** Fires when the caller went away before it was answered. */
  signal: AbortSignal;
}

export function callerOf(request: FastifyRequest, reply: FastifyReply): AnalysisCaller {
  const userId = request.principal?.account.id ?? null;
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return {
    userId,
    tenant: userId === null ? `ip:${request.network}` : `u:${userId}`,
    network: request.network,
    requestId: request.id,
    signal: gone.signal,
  };
}
