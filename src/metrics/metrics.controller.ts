import { createHash, timingSafeEqual } from 'node:crypto';
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { Public } from '../access/route-access.js';
import { Configuration } from '../config/configuration.js';
import { ApiRoute } from '../openapi/api-route.js';
import { Problem } from '../problem/problem.js';
import { Metrics } from './metrics.js';

/** For loopback peers, or for whoever holds METRICS_TOKEN. */
@Controller('metrics')
@Public()
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly configuration: Configuration,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'Metrics in Prometheus text format',
    description: 'From loopback, or with `METRICS_TOKEN` as Bearer token.',
    answers: { 200: { description: 'Text exposition format' } },
    errors: ['authentication_required', 'token_invalid'],
  })
  async read(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.admit(request);
    const text = await this.metrics.registry.metrics();
    await reply.header('content-type', this.metrics.registry.contentType).send(text);
  }

  private admit(request: FastifyRequest): void {
    const token = this.configuration.settings.METRICS_TOKEN;
    const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given !== undefined) {
      if (token === undefined || !equal(given, token)) throw new Problem('token_invalid');
      return;
    }
    if (!isLoopback(request)) throw new Problem('authentication_required');
  }
}

/** Compares hashes, so that neither the length nor a common prefix shows in the time taken. */
function equal(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * The peer of the socket and the caller behind trusted proxies must both be on this machine; what a proxy on this
 * machine forwards without being trusted came from anywhere.
 */
function isLoopback(request: FastifyRequest): boolean {
  const forwarded = request.headers['x-forwarded-for'] ?? request.headers['forwarded'];
  if (forwarded !== undefined && request.ip === request.socket.remoteAddress) return false;
  return [request.socket.remoteAddress, request.ip].every(
    (address) => address !== undefined && ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback',
  );
}
