import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../problem/problem.js';
import { bodyLimitOf, JSON_TYPE } from './route-config.js';

const jsonOnly: readonly string[] = [JSON_TYPE];

/** Gives every route its body limit, and refuses bodies of a type that the route does not take. */
export function useBodyRules(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    route.bodyLimit = bodyLimitOf(route.url, route.config?.bodyLimit);
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(isAccepted(request) ? undefined : new Problem('unsupported_media_type', { detail: accepted(request) }));
  });
  // Fastify answers 413 with `Connection: close`; closing on a client that still sends resets it before it has read the
  // answer. So the connection is kept and what still comes is read away, within the server's request timeout.
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (reply.statusCode === 413) {
      reply.removeHeader('connection');
      request.raw.resume();
    }
    done(null, payload);
  });
}

function isAccepted(request: FastifyRequest): boolean {
  const header = request.headers['content-type'];
  if (header === undefined || request.is404 || request.method === 'GET' || request.method === 'HEAD') return true;
  const end = header.indexOf(';');
  const type = (end < 0 ? header : header.slice(0, end)).trim().toLowerCase();
  return typesOf(request).includes(type);
}

function typesOf(request: FastifyRequest): readonly string[] {
  return request.routeOptions.config.bodyTypes ?? jsonOnly;
}

function accepted(request: FastifyRequest): string {
  return `This route takes ${typesOf(request).join(' or ')}.`;
}
