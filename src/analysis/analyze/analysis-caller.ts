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
  /** No work was begun for the caller: what it spent of its limits is given back. */
  unused(): void;
  /** Its turn came, after so many ms. */
  waited(ms: number): void;
}

export function callerOf(request: FastifyRequest, reply: FastifyReply): AnalysisCaller {
  const userId = request.principal?.account.id ?? null;
  const gone = new AbortController();
  if (reply.raw.closed) gone.abort();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return {
    userId,
    tenant: userId === null ? `ip:${request.network}` : `u:${userId}`,
    network: request.network,
    requestId: request.id,
    signal: gone.signal,
    unused: () => request.spending?.giveBack(),
    waited: (ms) => {
      request.facts.queueMs = ms;
    },
  };
}
