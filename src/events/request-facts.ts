import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';

/**
 * What the rooms on a request's path tell the activity record, filled in as the request goes: when the answer is
 * finished, activity makes one event of it, whatever answered. Never code text, bodies, tokens or query strings.
 */
export interface RequestFacts {
  /** Milliseconds since the process started (monotonic), when the request's first hook ran. */
  startedAt: number;
  /** Template of the route; null where there is none. */
  route: string | null;
  /** Who called; anonymous until authentication has proved more. */
  actor: { kind: 'anonymous' } | { kind: 'user' | 'key'; id: string; plan: string; sessionId?: string; keyId?: string };
  /** The limit decision, when the request reached it. */
  decision?: DecisionFacts;
  /** The analysed code, described. */
  code?: CodeFacts;
  /** How long the analysis waited for a child process, ms. */
  queueMs?: number;
  /** Set with an answer of 403 or 429. */
  refusal?: RefusalFacts;
  /**
   * Of an answer that lasts as long as its client wants it: when it began (monotonic ms). Until then the service took its
   * time; that the client leaves is how such an answer ends.
   */
  streamedAt?: number;
  /** What the request acted upon. */
  target?: { type: string; id: string };
  /** The catalogue code of the error answered. */
  problem?: string;
  /**
   * The handler that ran and for how long (ms), where HandlerFactsInterceptor stands; absent when the request was refused
   * before one.
   */
  handler?: { name: string; ms?: number };
  /** Length of the answer's body as declared, bytes. */
  bytesOut?: number;
}

export interface DecisionFacts {
  /** Id of the event that the request becomes. */
  id: string;
  plan: string;
  /** Effective plan limit at the decision, and the plan's own before multiplier and override. */
  limit: number;
  baseLimit: number;
  remaining: number;
  multiplier: number;
  allowed: boolean;
  /** The policy that refused (`plan`, `burst`, `block`, or the name of a further window), when refused. */
  policy?: string;
  /** Policies in shadow mode that would have refused. */
  shadow?: readonly string[];
  /** Of a refusal: that policy's limit and window (ms), and the time until the same request passes, ms. */
  window?: { limit: number; ms: number };
  waitMs?: number;
  /** Of a block: whose. */
  blockedBy?: 'account' | 'network';
  /** True when Redis was not well and this process decided alone. */
  degraded: boolean;
}

/** Why an answer was 403 or 429, as far as the limit decision does not say it. */
export interface RefusalFacts {
  /** Told as `decision_id`: of the limit decision where there was one. Id of the event that the request becomes. */
  id: string;
  /** `Retry-After` of the answer, seconds. */
  retryAfter?: number;
  /** What was missing. */
  permission?: string;
  policy?: string;
}

export interface CodeFacts {
  language: string;
  bytes: number;
  sha256: string;
  findings: number;
  /** Findings by severity, those that there are. */
  severities?: Readonly<Record<string, number>>;
  max_severity: string | null;
  dangerous: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    facts: RequestFacts;
  }
}

const started = Symbol('the request that Fastify made of this message');

/** Gives a request its facts; called once, before anything can refuse it. */
export function startFacts(request: FastifyRequest): void {
  // Fastify makes `routeOptions` anew whenever it is asked for; here it is asked once for everybody.
  const route = request.routeOptions.url ?? null;
  request.facts = { startedAt: performance.now(), route, actor: { kind: 'anonymous' } };
  (request.raw as IncomingMessage & { [started]?: FastifyRequest })[started] = request;
}

/** The request with facts behind a message of node:http; undefined for one that Fastify never saw. */
export function requestOf(message: IncomingMessage): FastifyRequest | undefined {
  return (message as IncomingMessage & { [started]?: FastifyRequest })[started];
}
