import { SetMetadata } from '@nestjs/common';

export const RATE_LIMIT = 'rate-limit';

/** How a route counts against its caller's plan. */
export interface RouteCost {
  /** Requests that one call counts as; capped at the caller's limit. */
  cost: number;
}

/**
 * Counts a controller's or a handler's requests against the caller's plan (the network's for anonymous callers), all
 * such routes together. Routes without it are not limited by plan.
 */
export const RateLimit = ({ cost = 1 }: Partial<RouteCost> = {}) =>
  SetMetadata<string, RouteCost>(RATE_LIMIT, { cost });
