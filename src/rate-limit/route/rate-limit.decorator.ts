import { SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RATE_LIMIT } from '../../access/route-access.js';
import { COUNT_MAX } from '../log/packed-limits.js';

/**
 * What a request counts as: a number of requests, or a name from `costs` of the plan file (1 where that has none); or
 * either of them by the request's head. Its body is not to be relied on: an upload is not read yet.
 */
export type Cost = number | string | ((request: FastifyRequest) => number | string);

/** How a route counts against its caller's plan. */
export interface RouteLimit {
  /** Capped at each policy's limit. */
  cost: Cost;
  /** A policy of the plan file that is judged together with the plan, over a log of its own; null without one. */
  policy: string | null;
}

/**
 * Counts a controller's or a handler's requests against the caller's plan (the network's for anonymous callers), all
 * such routes together. Routes without it are not limited by plan.
 * @throws RangeError for a cost that cannot be.
 */
export const RateLimit = ({ cost = 1, policy = null }: Partial<RouteLimit> = {}) => {
  if (typeof cost === 'number' && !isCost(cost)) throw new RangeError(`a request cannot cost ${cost}`);
  return SetMetadata<string, RouteLimit>(RATE_LIMIT, { cost, policy });
};

/** `upload` for a project sent as an archive, `snippet` for everything else. */
export function snippetOrUpload({ headers }: FastifyRequest): 'snippet' | 'upload' {
  return /^\s*multipart\//i.test(headers['content-type'] ?? '') ? 'upload' : 'snippet';
}

export function isCost(number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= COUNT_MAX;
}
