import type { FastifyInstance } from 'fastify';
import { Counter, Histogram } from 'prom-client';
import { METRIC_PREFIX, type Metrics } from './metrics.js';

/** Seconds; from a constant answer to the longest analysis. */
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface ByLabels {
  requests: Counter.Internal;
  durations: Histogram.Internal<string>;
}

/** Counts and times every answered request by its route's template. */
export function useHttpMetrics(fastify: FastifyInstance, { registry }: Metrics): void {
  const requests = new Counter({
    name: `${METRIC_PREFIX}http_requests_total`,
    help: 'Requests answered',
    labelNames: ['route', 'method', 'status_class'] as const,
    registers: [registry],
  });
  const durations = new Histogram({
    name: `${METRIC_PREFIX}http_request_duration_seconds`,
    help: 'Time from the first hook to the end of the answer',
    labelNames: ['route', 'method', 'status_class'] as const,
    buckets: DURATION_BUCKETS,
    registers: [registry],
  });
  // Looking a labelled metric up costs several times what counting does. Routes, methods and classes are few.
  const known = new Map<string, ByLabels>();
  const metricsOf = (route: string, method: string, statusClass: number): ByLabels => {
    const key = `${statusClass} ${method} ${route}`;
    let found = known.get(key);
    if (found === undefined) {
      const labels = { route, method, status_class: `${statusClass}xx` };
      found = { requests: requests.labels(labels), durations: durations.labels(labels) };
      known.set(key, found);
    }
    return found;
  };
  fastify.addHook('onResponse', (request, reply, done) => {
    const { route, startedAt } = request.facts;
    const metrics = metricsOf(route ?? 'unmatched', request.method, Math.floor(reply.statusCode / 100));
    metrics.requests.inc();
    metrics.durations.observe((performance.now() - startedAt) / 1000);
    done();
  });
}
