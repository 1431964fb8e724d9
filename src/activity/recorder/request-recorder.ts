import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { requestOf } from '../../events/request-facts.js';
import { RecentDecisions } from '../decisions/recent-decisions.js';
import { EventWriter } from './event-writer.js';
import { CLIENT_CLOSED_REQUEST, requestEvent, type KnownRequest } from './request-event.js';

/**
 * Makes exactly one event of every exchange, whoever answered it. It listens where all answers end, on the response of
 * node:http: `close` comes once, after a finished answer and after a lost client alike. Nest's interceptors never see
 * what a guard refused, and Fastify's own hooks miss a URL that cannot be decoded and a client that left while the
 * handler was running, and those are the very requests the record is for.
 */
@Injectable()
export class RequestRecorder implements OnModuleInit {
  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly writer: EventWriter,
    private readonly recent: RecentDecisions,
  ) {}

  onModuleInit(): void {
    const fastify = this.adapter.httpAdapter.getInstance<FastifyInstance>();
    // Fastify hands its header fields to node:http in one piece, where they cannot be read again.
    fastify.addHook('onResponse', (request, reply, done) => {
      const bytes = length(reply.getHeader('content-length'));
      if (bytes !== null) request.facts.bytesOut = bytes;
      done();
    });
    fastify.server.on('request', (message: IncomingMessage, response: ServerResponse) => {
      const startedAt = performance.now();
      response.once('close', () => this.record(message, response, startedAt));
    });
  }

  private record(message: IncomingMessage, response: ServerResponse, startedAt: number): void {
    const request = requestOf(message);
    const known = request === undefined ? null : knownOf(request);
    const ended = response.writableFinished || known?.facts.streamedAt !== undefined;
    const status = ended ? response.statusCode : CLIENT_CLOSED_REQUEST;
    const exchange = {
      method: message.method ?? '',
      status,
      startedAt: known?.facts.startedAt ?? startedAt,
      finishedAt: performance.now(),
      bytesIn: length(message.headers['content-length']),
    };
    const pending = requestEvent(exchange, known);
    this.recent.note(pending);
    this.writer.enqueue(pending);
  }
}

function knownOf(request: FastifyRequest): KnownRequest {
  return {
    id: request.id,
    network: request.network,
    ...(request.credential === undefined ? {} : { credential: request.credential }),
    ...(request.principal === undefined ? {} : { principal: request.principal }),
    facts: request.facts,
    userAgent: request.headers['user-agent'],
  };
}

function length(header: number | string | string[] | undefined): number | null {
  const bytes = typeof header === 'number' ? header : typeof header === 'string' ? Number(header) : Number.NaN;
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : null;
}
