import type { FastifyInstance } from 'fastify';
import { Counter } from 'prom-client';
import { METRIC_PREFIX, type Metrics } from './metrics.js';
import { RequestTimes } from './request-times.js';

/** Counts and times every answered request by its route's template. */
export function useHttpMetrics(fastify: FastifyInstance, { registry }: Metrics): void {
  const times = new RequestTimes(registry);
  const requests = new Counter({
    name: `${METRIC_PREFIX}http_requests_total`,
    help: 'Requests answered',
    labelNames: ['route', 'method', 'status_class'] as const,
    registers: [registry],
    collect() {
      requests.reset();
      for (const { labels, count } of times.seen) requests.inc(labels, count);
    },
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { route, startedAt, streamedAt = performance.now() } = request.facts;
    times.add(route ?? 'unmatched', request.method, reply.statusCode, (streamedAt - startedAt) / 1000);
    done();
  });
}
