import type { Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { Lifecycle } from '../health/lifecycle.js';

/** Requests on open connections are still taken for this long, ms, while every answer says `Connection: close`. */
const LINGER_MS = 1_000;
/** No request for this long, ms: nobody is using the connections that are still open. */
const QUIET_MS = 50;
/** Longest wait for answers under way, ms. An analysis has a deadline below it. */
const ANSWERS_MS = 5_000;

/** Counts requests under way, and asks clients to leave once the service is going to end. */
export function useDraining(fastify: FastifyInstance, lifecycle: Lifecycle): void {
  fastify.addHook('onRequest', (_request, reply, done) => {
    lifecycle.began();
    if (lifecycle.draining) reply.header('connection', 'close');
    done();
  });
  fastify.addHook('onResponse', (_request, _reply, done) => {
    lifecycle.finished();
    done();
  });
}

/**
 * Ends HTTP without resetting anyone: readiness goes off, clients on keep-alive connections are told to leave with
 * their next answer, and only then the listener and idle connections are closed. Closing them at once would reset
 * requests that are already on the wire.
 * @param graceMs how long readiness is off before anything is closed, for load balancers that ask for it in turns.
 */
export async function drain(server: Server, lifecycle: Lifecycle, graceMs: number): Promise<void> {
  lifecycle.drain();
  await pause(graceMs);
  const linger = performance.now() + LINGER_MS;
  while (performance.now() < linger && !lifecycle.quietFor(QUIET_MS)) await pause(10);
  await new Promise<void>((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), ANSWERS_MS);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
