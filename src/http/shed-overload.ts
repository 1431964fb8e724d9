import type { FastifyInstance } from 'fastify';
import { Problem } from '../problem/problem.js';
import { EventLoopLag } from './event-loop-lag.js';

/** Who waited this long has mostly given up; answering the whole queue would keep everybody else waiting as long, ms. */
const MAX_LAG_MS = 1_500;

/** Operators ask these exactly when the service is in trouble. */
const neverShed = /^\/(health|metrics)(\/|\?|$)/;

/** Answers 503 `overloaded` at once while the event loop is far behind. */
export function useOverloadShedding(fastify: FastifyInstance): void {
  const lag = new EventLoopLag();
  fastify.addHook('onClose', (_instance, done) => {
    lag.stop();
    done();
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (lag.at(request.facts.startedAt) <= MAX_LAG_MS || neverShed.test(request.url)) return done();
    done(new Problem('overloaded', { headers: { 'retry-after': '1' } }));
  });
}
