import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** One line per request, whatever answered it. Never the query, the body or the credentials. */
export function useRequestLog(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    logRequest(request, reply);
    done();
  });
}

export function logRequest(request: FastifyRequest, reply: FastifyReply): void {
  const { actor, problem, route, startedAt } = request.facts;
  request.log.info(
    {
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
