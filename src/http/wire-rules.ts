import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../problem/problem.js';
import { answerClientError } from './client-error.js';

/**
 * What HTTP itself asks of a request, where Node would answer without a problem document, close the connection without a
 * word, or let it pass.
 */
export function useWireRules(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => done(refusal(request)));
  // RFC 9110 §10.1.1: an expectation that nobody knows may be ignored, where Node answers an empty 417.
  fastify.server.on('checkExpectation', (request, response) => fastify.server.emit('request', request, response));
  fastify.server.on('connect', (_request: IncomingMessage, socket: Socket) => answerClientError(new Error(), socket));
}

function refusal({ raw, headers }: FastifyRequest): Problem | undefined {
  if (headers.host === undefined && raw.httpVersion === '1.1') {
    return new Problem('malformed_request', { detail: 'HTTP/1.1 asks for a Host header field.' });
  }
  const coding = headers['content-encoding'];
  if (coding !== undefined && coding.toLowerCase() !== 'identity') {
    return new Problem('unsupported_media_type', { detail: 'Bodies are taken without Content-Encoding only.' });
  }
  return undefined;
}
