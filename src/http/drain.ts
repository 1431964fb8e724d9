import type { Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Lifecycle } from '../health/lifecycle.js';

/**
 * Requests on open connections are still taken for so many looks of `LOOK_MS` each, while every answer says
 * `Connection: close`. Looks are counted, not time: a process that was not scheduled for a second has read nothing.
 */
const LOOKS = 100;
const LOOK_MS = 10;
/** Bound on them all, ms. */
const LINGER_MS = 3_000;
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
  await linger(lifecycle);
  await new Promise<void>((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), ANSWERS_MS);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** Until nobody uses the open connections any more. */
async function linger(lifecycle: Lifecycle): Promise<void> {
  const deadline = performance.now() + LINGER_MS;
  for (let looks = 0; looks < LOOKS && performance.now() < deadline; looks += 1) {
    await pause(LOOK_MS);
    // Timers run before sockets are read: only after that is it known who has written meanwhile.
    await new Promise((resolve) => setImmediate(resolve));
    if (lifecycle.quietFor(QUIET_MS)) return;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
