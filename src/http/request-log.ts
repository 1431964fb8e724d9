import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Under this name every line that belongs to a request names it. */
export const REQUEST_ID_LABEL = 'request_id';

/** One line per request, whatever answered it. Never the query, the body or the credentials. */
export function useRequestLog(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    logRequest(fastify.log, request, reply);
    done();
  });
}

/** @param log the whole log's: the request's own would be made for this line alone. */
export function logRequest(log: FastifyBaseLogger, request: FastifyRequest, reply: FastifyReply): void {
  const { actor, problem, route, startedAt } = request.facts;
  log.info(
    {
      [REQUEST_ID_LABEL]: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round((performance.now() - startedAt) * 10) / 10,
      ...(actor.kind === 'anonymous' ? {} : { [`${actor.kind}_id`]: actor.id }),
      ...(problem === undefined ? {} : { problem }),
    },
    'request',
  );
}
